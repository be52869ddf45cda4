/** Topics exist as long as somebody listens, and public and private ones never meet. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TopicRegistry } from './topics.ts';
import type { Subscriber } from './topics.ts';

function subscriber(): Subscriber & { readonly heard: (string | null)[] } {
  const heard: (string | null)[] = [];
  return {
    heard,
    receiveBroadcast: (_, messageId) => heard.push(messageId),
    receivePresence: () => undefined,
  };
}

it('forgets a topic when the last one leaves', () => {
  const topics = new TopicRegistry();
  const [one, two] = [subscriber(), subscriber()];
  const topic = topics.join('room', false, one);
  assert.equal(topics.join('room', false, two), topic);
  topics.leave(topic, one);
  assert.equal(topics.find('room', false), topic);
  topics.leave(topic, two);
  topics.leave(topic, two);
  assert.equal(topics.find('room', false), undefined);
});

it('does not forget a topic that was opened again', () => {
  const topics = new TopicRegistry();
  const [early, late] = [subscriber(), subscriber()];
  const first = topics.join('room', false, early);
  topics.leave(first, early);
  const second = topics.join('room', false, late);
  topics.leave(first, early);
  assert.equal(topics.find('room', false), second);
});

it('keeps public and private apart, and a sender out of its own message', () => {
  const topics = new TopicRegistry();
  const [open, closed, sender] = [subscriber(), subscriber(), subscriber()];
  topics.join('room', false, open);
  topics.join('room', true, closed);
  const topic = topics.join('room', true, sender);
  topic.broadcastText({}, { except: sender, messageId: '1' });
  assert.deepEqual([open.heard, closed.heard, sender.heard], [[], ['1'], []]);
});

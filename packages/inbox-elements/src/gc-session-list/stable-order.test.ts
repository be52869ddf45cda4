import { expect, oneEvent } from '@open-wc/testing';
import { buildInboxSession } from '@globalchat/core/testing';
import { find, findAll, nameOf, seek, inboxFixture, until } from '../../test/fixture.ts';
import { keepOrder } from './stable-order.ts';

const rows = (...ids: string[]) => ids.map((id) => buildInboxSession({ id }));
const ids = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id).join('');

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Person ${index}`,
    lines: ['v: Hi'],
    minutesAgo: index + 1,
  }));

const names = (list: HTMLElement) =>
  [...list.querySelectorAll('li')]
    .sort((a, b) => Number(a.getAttribute('aria-posinset')) - Number(b.getAttribute('aria-posinset')))
    .map(nameOf);

const point = (list: HTMLElement, over: boolean) => {
  const host = (list.getRootNode() as ShadowRoot).host;
  host.dispatchEvent(new PointerEvent(over ? 'pointermove' : 'pointerleave', { pointerType: 'mouse' }));
};

describe('the order under the pointer', () => {
  it('keeps places, takes fresh data, keeps what left, and puts the new where nothing moves', () => {
    expect(ids(keepOrder(rows('a', 'b', 'c'), rows('c', 'a', 'b'), false).rows)).to.equal('abc');
    expect(ids(keepOrder(rows('a', 'b', 'c'), rows('a', 'c'), false).rows)).to.equal('abc');
    expect(ids(keepOrder(rows('a', 'b'), rows('x', 'b', 'a'), true).rows)).to.equal('abx');
    const scrolled = keepOrder(rows('a', 'b'), rows('x', 'b', 'a', 'z'), false);
    expect(ids(scrolled.rows)).to.equal('xabz');
    expect(scrolled.above).to.equal(1);
    const [first] = keepOrder(
      rows('a'),
      [buildInboxSession({ id: 'a', lastMessagePreview: 'new' })],
      false,
    ).rows;
    expect(first?.lastMessagePreview).to.equal('new');
  });

  it('does not reorder while somebody points, and catches up when they stop', async () => {
    const { element, actors } = await inboxFixture(people(4));
    const list = await seek(element, 'list', 'Conversations');
    point(list, true);
    actors.say(3, 'v: Me again');
    await until(() => list.textContent?.includes('Me again'));
    expect(names(list)).to.deep.equal(['Person 0', 'Person 1', 'Person 2', 'Person 3']);
    point(list, false);
    await until(() => names(list)[0] === 'Person 3');
  });

  it('shows a new conversation at once, without moving the one that is pointed at', async () => {
    const { element, actors } = await inboxFixture(people(30));
    const list = await seek(element, 'list', 'Conversations');
    const pointed = await seek(element, 'button', 'Person 2');
    point(list, true);
    const top = pointed.getBoundingClientRect().top;
    actors.add({ name: 'Newcomer', lines: ['v: Anybody here?'], minutesAgo: 0 });
    const pill = await seek(element, 'button', '1 new conversation');
    expect(pointed.getBoundingClientRect().top).to.be.closeTo(top, 1);
    expect(names(list)[0]).to.equal('Newcomer');
    pill.click();
    await until(() => (list.parentElement as HTMLElement).scrollTop === 0);
  });

  it('never hides who arrived while somebody pointed, once they stop', async () => {
    const { element, actors } = await inboxFixture(people(30));
    const list = await seek(element, 'list', 'Conversations');
    const scroller = list.parentElement as HTMLElement;
    point(list, true);
    actors.add({ name: 'Newcomer', lines: ['v: Anybody here?'], minutesAgo: 0 });
    await seek(element, 'button', '1 new conversation');
    point(list, false);
    await until(() => scroller.scrollTop === 0, 'whoever was at the top is there again');
    expect(find(element, 'button', '1 new conversation')).to.equal(null);
    expect(names(list)[0]).to.equal('Newcomer');
  });

  it('tells who arrived above a list that was scrolled, until they are in sight', async () => {
    const { element, actors } = await inboxFixture(people(30));
    const list = await seek(element, 'list', 'Conversations');
    const scroller = list.parentElement as HTMLElement;
    const looked = await seek(element, 'button', 'Person 7');
    const scrolled = oneEvent(scroller, 'scroll');
    scroller.scrollTop = 400;
    await scrolled;
    const { top } = looked.getBoundingClientRect();
    for (const over of [false, true, false]) {
      point(list, over);
      actors.add({ name: 'Newcomer', lines: ['v: Anybody here?'], minutesAgo: 0 });
    }
    await seek(element, 'button', '3 new conversations');
    expect(looked.getBoundingClientRect().top, 'what one looks at stays').to.be.closeTo(top, 1);
    const before = scroller.scrollTop;
    actors.say(20, 'v: Me again');
    await until(() => scroller.scrollTop > before, 'another row went above');
    expect(looked.getBoundingClientRect().top).to.be.closeTo(top, 1);
    // Of the four rows above, the last is in sight.
    scroller.scrollTop = 83 * 3;
    await seek(element, 'button', '2 new conversations');
    scroller.scrollTop = 0;
    await until(() =>
      findAll(element, 'button').every((button) => !nameOf(button).includes('new conversation')),
    );
  });

  it('shows what a colleague did at once, also where it took the conversation out of the list', async () => {
    const { element, actors } = await inboxFixture(people(3), { filters: { unread: true } });
    const list = await seek(element, 'list', 'Conversations');
    point(list, true);
    actors.say(1, 'j: I have it');
    await until(() => list.textContent?.includes('I have it'));
    expect(names(list)).to.deep.equal(['Person 0', 'Person 1', 'Person 2']);
    point(list, false);
    await until(() => names(list).join() === 'Person 0,Person 2');
  });

  it('shows nothing of an erased conversation, wherever the pointer is', async () => {
    const { element, actors, choose, provider } = await inboxFixture(people(3));
    await choose('Person 1');
    const list = await seek(element, 'list', 'Conversations');
    point(list, true);
    actors.erase(1);
    await until(() => names(list).join() === 'Person 0,Person 2');
    await until(() => find(element, 'region', 'Conversation with Person 1') === null);
    expect(provider.sessionId).to.equal(null);
  });

  it('lets go as soon as somebody works by keyboard', async () => {
    const { element, actors } = await inboxFixture(people(3));
    const list = await seek(element, 'list', 'Conversations');
    point(list, true);
    actors.say(2, 'v: Me again');
    await until(() => list.textContent?.includes('Me again'));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }));
    await until(() => names(list)[0] === 'Person 2');
  });
});

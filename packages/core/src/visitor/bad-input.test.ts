import assert from 'node:assert/strict';
import test from 'node:test';
import { createInbox } from '../inbox/create-inbox.ts';
import { createMemoryEnvironment, createScene } from '../testing/index.ts';
import { createVisitorChat } from './create-visitor-chat.ts';

const widgetId = '019b0000-0000-7000-8000-00000000000a';
const url = 'https://example.supabase.co';
const key = 'sb_publishable_x';
const serviceRole = `e30.${btoa(JSON.stringify({ role: 'service_role' }))}.x`;

test('options that cannot work are refused when the chat is made, before anything is asked', () => {
  const environment = createMemoryEnvironment();
  for (const [options, code] of [
    [{ url, key, widgetId: '' }, 'missing_widget_id'],
    [{ url, key, widgetId: 'not-a-uuid' }, 'missing_widget_id'],
    [{ key, widgetId }, 'invalid_url'],
    [{ url: 'ftp://example.com', key, widgetId }, 'invalid_url'],
    [{ url, widgetId }, 'invalid_key'],
    [{ url, key: 'sb_secret_x', widgetId }, 'secret_key_refused'],
    [{ url, key: serviceRole, widgetId }, 'secret_key_refused'],
    [{ client: {}, widgetId }, 'invalid_argument'],
  ] as const) {
    assert.throws(() => createVisitorChat({ ...options, environment }), { name: 'GlobalChatError', code });
  }
  assert.throws(() => createInbox({ environment }), { code: 'invalid_argument' });
});

test('an unknown widget, then a stopped backend: the state says why, and trying again is possible', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  transport.faults.failNext('widgetConfig', 'widget_not_found');
  await assert.rejects(chat.loadConfig(), { code: 'widget_not_found' });
  assert.deepEqual([chat.get().status, chat.get().error?.code], ['failed', 'widget_not_found']);
  transport.faults.setOnline(false);
  await assert.rejects(chat.loadConfig(), { code: 'network' });
  transport.faults.setOnline(true);
  await chat.loadConfig();
  assert.deepEqual([chat.get().status, chat.get().error], ['ready', null]);
  scene.end();
});

test('a captcha that is asked for: nothing typed is lost, and the message goes once it is solved', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  transport.faults.failNext('signIn', 'captcha_required');
  const id = await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const [message] = conversation.get().messages;
  assert.deepEqual(
    [message?.content, message?.delivery, message?.error?.code],
    ['Hello', 'failed', 'captcha_required'],
  );
  await chat.signIn({ captchaToken: 'solved' });
  conversation.retry(id);
  await scene.clock.settle();
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
  assert.deepEqual(transport.faults.calls.filter(({ method }) => method === 'signIn')[1]?.argument, {
    captchaToken: 'solved',
  });
  scene.end();
});

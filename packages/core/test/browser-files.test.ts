// An upload from a real page to the real backend: only a browser tells how far it is, and only a browser keeps files on
// its disk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type * as Core from '../src/index.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { openBrowser } from './browser-pages.ts';
import type { BrowserPages } from './browser-pages.ts';

declare global {
  interface Window {
    files: typeof Core;
    chat: Core.VisitorChat;
    shares: number[];
  }
}

let backend: Backend;
let pages: BrowserPages;
before(async () => {
  backend = await startBackend();
  pages = await openBrowser(`import * as core from './index.ts'; window.files = core;`);
});
after(async () => {
  await pages.close();
  await backend.stop();
});

test('progress is told while it goes on; cut in the middle and killed, the next page sends it from the disk', async () => {
  const { tab } = await pages.profile();
  const options = {
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
  };
  const first = await tab();
  // 1 MB takes four seconds: long enough to be seen on its way.
  await first.emulateNetworkConditions({ upload: 250_000, download: 10_000_000, latency: 0 });
  const id = await first.evaluate(async (given) => {
    window.chat = window.files.createVisitorChat(given);
    window.shares = [];
    const conversation = window.chat.conversation();
    conversation.subscribe(() => {
      for (const { uploads } of conversation.get().messages)
        for (const { progress } of uploads ?? []) window.shares.push(progress);
    });
    conversation.open();
    const head = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    const file = new File([head, new Uint8Array(1_000_000)], 'shot.png');
    await conversation.send({ content: 'Look', attachments: [file] });
    return conversation.id;
  }, options);
  await first.waitForFunction(() => window.shares.some((share) => share > 0.3));
  const shares = await first.evaluate(() => window.shares);
  assert.ok(
    shares.every((share, index) => share >= (shares[index - 1] ?? 0)),
    'it only grows',
  );
  assert.ok(shares.filter((share) => share > 0 && share < 1).length > 2, `told as ${shares.join(', ')}`);
  const session = await first.createCDPSession();
  // The page that would answer is the one that dies.
  session.send('Page.crash').catch(() => undefined);

  const second = await tab();
  const sent = await second.evaluate(
    async (given, sessionId) => {
      window.chat = window.files.createVisitorChat(given);
      const conversation = window.chat.conversation(sessionId);
      conversation.open();
      const end = Date.now() + 15_000;
      while (conversation.get().messages[0]?.delivery !== 'sent' && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const [message, ...others] = conversation.get().messages;
      const [attachment] = message?.attachments ?? [];
      const url = attachment && (await conversation.fileUrl(attachment));
      const bytes = url ? await (await fetch(url)).arrayBuffer() : null;
      return { others: others.length, name: attachment?.name, bytes: bytes?.byteLength };
    },
    options,
    id,
  );
  assert.deepEqual(sent, { others: 0, name: 'shot.png', bytes: 1_000_008 });
});

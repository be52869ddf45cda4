// Core runs where its users run it: in Node, in a worker of Node, in a worker of a browser. Importing it does nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker as NodeWorker } from 'node:worker_threads';
import { openBrowser } from './browser-pages.ts';

const INDEX = new URL('../src/index.ts', import.meta.url).href;
const TESTING = new URL('../src/testing/index.ts', import.meta.url).href;

/** A conversation over the in-memory backend, with nothing but what the place itself offers. */
const TALK = `
  const backend = createMemoryBackend();
  const chat = createVisitorChat({ widgetId: backend.widgetId, transport: backend.visitor() });
  const conversation = chat.conversation();
  conversation.open();
  const text = new File(['Dear team,'], 'letter.txt');
  conversation.send({ content: 'Hello', attachments: [text] }).then(async () => {
    const end = Date.now() + 8000;
    while (conversation.get().messages[0]?.delivery !== 'sent' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const [message] = conversation.get().messages;
    chat.destroy();
    tell([message?.delivery, message?.attachments.length]);
  });`;

test('importing it starts, stores and touches nothing, in Node', async () => {
  const worker = new NodeWorker(
    `const { parentPort } = require('node:worker_threads');
     const touched = [];
     for (const name of ['fetch', 'WebSocket', 'BroadcastChannel', 'localStorage', 'indexedDB', 'setTimeout', 'crypto']) {
       Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
     }
     const before = new Set(Object.getOwnPropertyNames(globalThis));
     import(${JSON.stringify(INDEX)}).then((core) => {
       const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
       parentPort.postMessage({ touched, added, exports: typeof core.createVisitorChat });
     });`,
    { eval: true },
  );
  const answer = await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  await worker.terminate();
  assert.deepEqual(answer, { touched: [], added: [], exports: 'function' });
});

test('a worker of Node, without any DOM', async () => {
  const worker = new NodeWorker(
    `const { parentPort } = require('node:worker_threads');
     const tell = (answer) => parentPort.postMessage(answer);
     Promise.all([import(${JSON.stringify(INDEX)}), import(${JSON.stringify(TESTING)})]).then(
       ([{ createVisitorChat }, { createMemoryBackend }]) => {
         if (typeof document !== 'undefined' || typeof window !== 'undefined') return tell('a DOM');
         ${TALK}
       });`,
    { eval: true },
  );
  const answer = await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  await worker.terminate();
  assert.deepEqual(answer, ['sent', 1]);
});

test('a worker of a browser', async () => {
  const pages = await openBrowser(`import { createVisitorChat } from './index.ts';
    import { createMemoryBackend } from './testing/index.ts';
    if (typeof document === 'undefined') {
      const tell = (answer) => postMessage(answer);
      ${TALK}
      self.window = self;
    }`);
  try {
    const page = await (await pages.profile()).tab();
    const answer = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/core.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
    );
    assert.deepEqual(answer, ['sent', 1]);
  } finally {
    await pages.close();
  }
});

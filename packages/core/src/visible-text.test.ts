// A message or a name that shows as nothing is none, and both sides of the wire agree on which those are.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import { createScene } from './testing/index.ts';
import type { Scene } from './testing/index.ts';
import { isVisible } from './visible-text.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

const EMPTY = [
  '',
  ' \n\t ',
  '\u00a0\u3000\u2003',
  '\u200b\u200c\u200d\u200e\u200f',
  '\u2060\u2064\u206f',
  '\ufeff',
  '\u00ad\u034f\u061c',
  '\u115f\u1160\u3164\uffa0',
  '\u17b4\u17b5\u180b\u180e',
  '\u2800',
  '\ufe0f\u{e0100}',
  '\u{e0041}\u{e007f}',
  '\u0301\u0308',
  '\u202e\u2066\u2069',
];
const SEEN = [
  'a',
  '.',
  '0',
  '👍',
  '🇳🇴',
  '1\ufe0f\u20e3',
  'é',
  'ね',
  'हिन्दी',
  '\u200fשלום',
  '\ue000',
  '\u200b.',
];

for (const text of EMPTY) {
  test(`${JSON.stringify(text)} is nothing: content_empty, and nothing is queued`, async () => {
    assert.equal(isVisible(text), false);
    const conversation = scene.visitor().chat.conversation();
    await assert.rejects(conversation.send({ content: text }), { code: 'content_empty' });
    assert.deepEqual(conversation.get().messages, []);
  });
}

for (const text of SEEN) test(`${JSON.stringify(text)} is a text`, () => assert.equal(isVisible(text), true));

test('every character that the database takes for nothing is nothing here', () => {
  const sql = readFileSync(new URL('../../../schema/migrations/0002_arguments.sql', import.meta.url), 'utf8');
  const body = /content ~ \(([^]*?)\n {2}\)/.exec(sql)?.[1] ?? '';
  const set = [...body.matchAll(/'([^']*)'/g)].map(([, part]) => part).join('');
  const ours = set.replace(/\\U([0-9a-f]{8})/g, (_all, code: string) => `\\u{${code.replace(/^0+/, '')}}`);
  const theirs = new RegExp(ours, 'u');
  const differing: string[] = [];
  for (let code = 1; code < 0x110000; code++) {
    const character = String.fromCodePoint(code);
    if (!theirs.test(character) && isVisible(character) && !/[\p{Cn}\p{Cs}]/u.test(character))
      differing.push(code.toString(16));
  }
  assert.deepEqual(differing, []);
  assert.equal(theirs.test('a'), true);
});

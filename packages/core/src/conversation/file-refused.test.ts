import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { OutgoingFile } from '../conversation.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { createScene } from '../testing/index.ts';
import type { Scene } from '../testing/index.ts';
import { checkFiles } from './check-files.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

const latin = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const file = (content: string, name: string, type = ''): OutgoingFile => ({
  file: new Blob([latin(content)], { type }),
  name,
});

const TYPES: readonly (readonly [type: string, content: string, name: string])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n…', 'a.bin'],
  ['image/jpeg', '\xff\xd8\xff\xe0', 'a.txt'],
  ['image/gif', 'GIF89a', 'a.png'],
  ['image/webp', 'RIFF\x10\x00\x00\x00WEBPVP8 ', 'a'],
  ['application/pdf', '%PDF-1.7', 'a.pdf'],
  ['text/plain', 'Grüße\r\n\tand more', 'a.TXT'],
  ['text/csv', 'a;b\n1;2', 'a.csv'],
];
for (const [type, content, name] of TYPES) {
  test(`${type} is told by its bytes, not by the name ${name}`, async () => {
    const [checked] = await checkFiles([file(content, name, 'application/x-wrong')]);
    assert.deepEqual([checked?.type, checked?.file.type], [type, type]);
  });
}

const REFUSED: readonly (readonly [code: string, OutgoingFile])[] = [
  ['file_type_not_allowed', file('<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'image/svg+xml')],
  ['file_type_not_allowed', file('<!doctype html><script>1</script>', 'a.png', 'image/png')],
  ['file_type_not_allowed', file('MZ\x90\x00\x03', 'a.txt', 'text/plain')],
  ['file_type_not_allowed', file('PK\x03\x04', 'a.docx')],
  ['file_empty', file('', 'a.txt', 'text/plain')],
  ['file_too_large', { file: new Blob([new Uint8Array(FILE_LIMITS.size + 1)]), name: 'a.png' }],
];
for (const [code, refused] of REFUSED) {
  test(`${refused.name} of ${refused.file.size} bytes: ${code}, and nothing is queued`, async () => {
    const conversation = scene.visitor().chat.conversation();
    conversation.setDraft('Look');
    await assert.rejects(conversation.checkFiles([refused]), { code });
    await assert.rejects(conversation.send({ content: 'Look', attachments: [refused] }), { code });
    assert.deepEqual([conversation.get().messages, conversation.get().draft], [[], 'Look']);
  });
}

test('one file too many', async () => {
  const many = Array.from({ length: FILE_LIMITS.count + 1 }, () => file('text', 'a.txt'));
  const conversation = scene.visitor().chat.conversation();
  await assert.rejects(conversation.checkFiles(many), { code: 'too_many_files' });
  await conversation.checkFiles(many.slice(1));
});

test('files are switched off for the widget: refused before they are read', async () => {
  const { chat } = scene.visitor();
  scene.backend.configure({ features: { ...(await chat.loadConfig()).features, attachments: false } });
  const { chat: later } = scene.visitor();
  await later.loadConfig();
  await assert.rejects(later.conversation().checkFiles([file('text', 'a.txt')]), {
    code: 'upload_not_allowed',
  });
});

test('a file that went away since it was chosen', async () => {
  const gone = new Blob(['text']);
  Object.defineProperty(gone, 'slice', {
    value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('Gone', 'NotReadableError')) }),
  });
  await assert.rejects(checkFiles([{ file: gone, name: 'a.txt' }]), { code: 'file_empty' });
});

test('a picture keeps its size in pixels, a name at most 255 characters and its ending', async () => {
  const [checked] = await checkFiles([
    { ...file('GIF89a', `${'long'.repeat(100)}.gif`), width: 640, height: 480 },
  ]);
  assert.deepEqual([checked?.width, checked?.height, checked?.name.length], [640, 480, 255]);
  assert.match(checked?.name ?? '', /\.gif$/);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import type { OutgoingFile } from './conversation.ts';
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
  ['image/png', '\x89PNG\r\n\x1a\n…', 'a.png'],
  ['image/jpeg', '\xff\xd8\xff\xe0', 'a.b.JPG'],
  ['image/jpeg', '\xff\xd8\xff\xe0', 'Screenshot 1.23.45\u202fPM.jpeg'],
  ['image/gif', 'GIF89a', 'exe.gif'],
  ['image/webp', 'RIFF\x10\x00\x00\x00WEBPVP8 ', 'a.webp'],
  ['application/pdf', '%PDF-1.7', 'a.pdf'],
  ['text/plain', 'Grüße\r\n\tand more', 'a.TXT'],
  ['text/csv', 'a;b\n1;2', 'a.csv'],
];
for (const [type, content, name] of TYPES) {
  test(`${type} is what ${name} and its bytes say, whatever the browser says`, async () => {
    const [checked] = await checkFiles([file(content, name, 'application/x-wrong')]);
    assert.deepEqual([checked?.type, checked?.file.type], [type, type]);
  });
}

const REFUSED: readonly (readonly [code: string, OutgoingFile])[] = [
  ['file_type_not_allowed', file('<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'image/svg+xml')],
  ['file_type_not_allowed', file('<!doctype html><script>1</script>', 'a.png', 'image/png')],
  ['file_type_not_allowed', file('MZ\x90\x00\x03', 'a.txt', 'text/plain')],
  ['file_type_not_allowed', file('PK\x03\x04', 'a.docx')],
  // The name promises something else than the bytes are, or nothing that may be sent.
  ['file_type_not_allowed', file('GIF89a', 'a.png', 'image/png')],
  ['file_type_not_allowed', file('%PDF-1.7', 'a.txt')],
  ['file_type_not_allowed', file('text', 'a.pdf', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'pdf', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer.exe', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer.exe.pdf', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer.HTML .x.pdf', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer.pdf ', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'exe.\u202efdp.pdf', 'application/pdf')],
  ['file_type_not_allowed', file('%PDF-1.7', 'offer\n.pdf', 'application/pdf')],
  ['file_type_not_allowed', file('text', 'a.constructor', 'text/plain')],
  ['file_empty', file('', 'a.txt', 'text/plain')],
  ['file_too_large', { file: new Blob([new Uint8Array(FILE_LIMITS.maxBytes + 1)]), name: 'a.png' }],
];
for (const [code, refused] of REFUSED) {
  test(`${JSON.stringify(refused.name)} of ${refused.file.size} bytes: ${code}, and nothing is queued`, async () => {
    const conversation = scene.visitor().chat.conversation();
    conversation.setDraft('Look');
    await assert.rejects(conversation.checkFiles([refused]), { code });
    await assert.rejects(conversation.send({ content: 'Look', attachments: [refused] }), { code });
    assert.deepEqual([conversation.get().messages, conversation.get().draft], [[], 'Look']);
  });
}

test('every ending that the database takes for dangerous is so here, hidden before a harmless one', async () => {
  const sql = readFileSync(
    new URL('../../../../schema/migrations/0018_attachments.sql', import.meta.url),
    'utf8',
  );
  const list = (/btrim\(part\) ~ \(([^]*?)\n {4}\)/.exec(sql)?.[1] ?? '').replace(/[^a-z0-9|?]/g, '');
  const endings = list.split(/\|+/).flatMap((one) => [one.replace('?', ''), one.replace(/.\?/, '')]);
  assert.ok(endings.includes('htm') && endings.length > 40);
  for (const ending of endings) {
    await assert.rejects(
      checkFiles([file('text', `a.${ending}.txt`)]),
      { code: 'file_type_not_allowed' },
      ending,
    );
  }
});

test('one file too many', async () => {
  const many = Array.from({ length: FILE_LIMITS.maxFiles + 1 }, () => file('text', 'a.txt'));
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

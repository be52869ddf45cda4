import { expect, fixture, html } from '@open-wc/testing';
import { render } from 'lit';
import type { GlobalChatErrorCode } from '@globalchat/core';
import { localizer } from '../../test/harness.ts';
import { pdfFile, pictureFile } from '../../test/pictures.ts';
import { attachButton } from './attach-button.ts';
import { fileTray } from './file-tray.ts';
import { StagedFiles } from './staged-files.ts';

const LIMITS = {
  maxFiles: 2,
  maxBytes: 10_000_000,
  types: ['image/png', 'application/pdf', 'text/plain'],
};

interface Tray {
  readonly staged: StagedFiles;
  readonly root: HTMLElement;
  /** How many files each check was about. */
  readonly checked: number[];
  refuse: GlobalChatErrorCode | null;
}

async function tray(): Promise<Tray> {
  const root = await fixture<HTMLElement>(html`<div></div>`);
  const checked: number[] = [];
  const staged = new StagedFiles({
    limits: LIMITS,
    check(files) {
      checked.push(files.length);
      const code = one.refuse ?? (files.length > LIMITS.maxFiles ? 'too_many_files' : null);
      return code ? Promise.reject(Object.assign(new Error(code), { code })) : Promise.resolve();
    },
    onChange: () => render(html`${fileTray(staged, localizer)}${attachButton(staged, localizer)}`, root),
  });
  const one: Tray = { staged, root, checked, refuse: null };
  render(html`${fileTray(staged, localizer)}${attachButton(staged, localizer)}`, root);
  return one;
}

const names = ({ root }: Tray): string[] =>
  [...root.querySelectorAll('.file .file-name')].map(({ textContent }) => textContent);
const alert = ({ root }: Tray): string => root.querySelector('[role="alert"] span')?.textContent ?? '';

describe('files for the next message', () => {
  it('are shown with their names and sizes, pictures with a preview, and can be taken back', async () => {
    const one = await tray();
    await one.staged.add([await pictureFile('cabin.png', 20, 10), pdfFile('offer\u202Efdp.exe')]);
    expect(names(one)).to.deep.equal(['cabin.png', 'offerfdp.exe']);
    expect(one.root.querySelectorAll('.thumb img').length).to.equal(1);
    expect(one.root.textContent).to.include('2 kB');
    one.root.querySelector<HTMLButtonElement>('[aria-label="Remove cabin.png"]')?.click();
    expect(names(one)).to.deep.equal(['offerfdp.exe']);
    await expect(one.root).to.be.accessible();
  });

  it('say why one is not taken, and keep the others', async () => {
    const one = await tray();
    await one.staged.add([pdfFile('one.pdf')]);
    const sentences: Partial<Record<GlobalChatErrorCode, string>> = {
      file_empty: 'two.pdf is empty.',
      file_too_large: 'two.pdf is too large. The limit is 10 MB.',
      file_type_not_allowed: 'two.pdf can’t be sent. Allowed: PNG, PDF, TXT.',
      upload_not_allowed: 'No more files are taken here today.',
    };
    for (const [code, sentence] of Object.entries(sentences)) {
      one.refuse = code as GlobalChatErrorCode;
      await one.staged.add([pdfFile('two.pdf')]);
      expect(alert(one)).to.equal(sentence);
      expect(names(one)).to.deep.equal(['one.pdf']);
    }
    await expect(one.root).to.be.accessible();
    one.refuse = null;
    await one.staged.add([pdfFile('two.pdf'), pdfFile('three.pdf')]);
    expect(alert(one)).to.equal('At most 2 files per message.');
    expect(names(one)).to.deep.equal(['one.pdf', 'two.pdf']);
    one.root.querySelector<HTMLButtonElement>('[aria-label="Remove three.pdf"]')?.click();
    expect(one.root.querySelector('[role="alert"]')).to.equal(null);
  });

  it('never keep the message waiting when one cannot be prepared or checked', async () => {
    const one = await tray();
    const broken = await pictureFile('broken.png', 20, 10);
    const { prototype } = OffscreenCanvas;
    const encoding = Object.getOwnPropertyDescriptor(prototype, 'convertToBlob')!;
    const value = () => Promise.reject(new DOMException('no memory'));
    Object.defineProperty(prototype, 'convertToBlob', { ...encoding, value });
    try {
      await one.staged.add([broken]);
    } finally {
      Object.defineProperty(prototype, 'convertToBlob', encoding);
    }
    expect([one.staged.preparing, alert(one)]).to.deep.equal([false, 'Upload stopped.']);
    await one.staged.add([pdfFile('offer.pdf')]);
    expect(names(one)).to.deep.equal(['offer.pdf']);
  });

  it('are checked one after another, each with those before it', async () => {
    const one = await tray();
    await Promise.all([one.staged.add([pdfFile('one.pdf')]), one.staged.add([pdfFile('two.pdf')])]);
    expect(one.checked).to.deep.equal([1, 2]);
  });

  it('are chosen in the system’s dialog, the same one twice if need be', async () => {
    const one = await tray();
    const input = one.root.querySelector<HTMLInputElement>('input[type="file"]');
    for (const count of [1, 2]) {
      const transfer = new DataTransfer();
      transfer.items.add(pdfFile('offer.pdf'));
      input!.files = transfer.files;
      input!.dispatchEvent(new Event('change'));
      await one.staged.add([]);
      expect(names(one).length).to.equal(count);
      expect(input!.value).to.equal('');
    }
    expect(input!.accept).to.equal(LIMITS.types.join(','));
  });

  it('that were sent are forgotten, and those chosen meanwhile are not', async () => {
    const one = await tray();
    await one.staged.add([pdfFile('one.pdf')]);
    const sent = one.staged.files;
    await one.staged.add([pdfFile('two.pdf')]);
    one.staged.release(sent);
    expect(names(one)).to.deep.equal(['two.pdf']);
  });
});

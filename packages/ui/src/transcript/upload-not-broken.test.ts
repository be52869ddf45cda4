import { expect, waitUntil } from '@open-wc/testing';
import type { FileUpload } from '@globalchat/core';
import { pending, message, transcriptFixture } from '../../test/harness.ts';
import { pdfFile, pictureFile } from '../../test/pictures.ts';

const upload = (file: File, changes: Partial<FileUpload> = {}): FileUpload => ({
  name: file.name,
  type: file.type,
  size: file.size,
  file,
  progress: 0.4,
  ...changes,
});

describe('files on their way', () => {
  it('show what they are and how far they have come, and can be stopped', async () => {
    const discarded: string[] = [];
    const sending = {
      ...pending(''),
      uploads: [
        upload(await pictureFile('cabin.png', 480, 240), { width: 480, height: 240 }),
        upload(pdfFile('offer.pdf')),
      ],
    };
    const host = await transcriptFixture({
      messages: [sending],
      onDiscard: (id) => discarded.push(id),
    });
    await waitUntil(() => host.all('progress').length === 2);
    expect(host.all('progress').map((bar) => (bar as HTMLProgressElement).value)).to.deep.equal([40, 40]);
    await waitUntil(() => host.find<HTMLImageElement>('.shot img').complete);
    expect(host.find<HTMLImageElement>('.shot img').naturalWidth).to.equal(480);
    // A new message rises; contrast is that of its rest.
    await Promise.all(
      host
        .find('ol')
        .getAnimations({ subtree: true })
        .map(({ finished }) => finished),
    );
    await expect(host).to.be.accessible();
    host.find<HTMLButtonElement>('[aria-label="Cancel upload of offer.pdf"]').click();
    expect(discarded).to.deep.equal([sending.id]);
  });

  it('take the room that they keep when the message is there', async () => {
    const picture = await pictureFile('cabin.png', 480, 240);
    const sending = { ...pending(''), uploads: [upload(picture, { width: 480, height: 240 })] };
    const host = await transcriptFixture({
      messages: [sending],
      fileUrl: () => new Promise(() => undefined),
    });
    await waitUntil(() => host.all('.shot').length === 1);
    const before = host.find('.shot').getBoundingClientRect();
    const preview = host.find<HTMLImageElement>('.shot img').src;
    const { uploads, ...rest } = sending;
    expect(uploads.length).to.equal(1);
    const attachment = { path: 'p', name: 'cabin.png', type: 'image/png', size: 9, width: 480, height: 240 };
    await host.set({
      messages: [{ ...rest, seq: 1, delivery: 'sent', attachments: [attachment] }],
    });
    const after = host.find('.shot').getBoundingClientRect();
    expect([after.width, after.height]).to.deep.equal([before.width, before.height]);
    // The preview's address is given back with the message that it stood for.
    const gone = await fetch(preview).then(
      () => false,
      () => true,
    );
    expect(gone).to.equal(true);
  });

  it('that failed keep their preview, stand still, and say so', async () => {
    const failed = {
      ...pending('See this'),
      delivery: 'failed' as const,
      uploads: [upload(pdfFile('a.pdf'))],
    };
    const host = await transcriptFixture({ messages: [failed] });
    await waitUntil(() => host.all('.filecard').length === 1);
    expect(host.all('progress, .stop')).to.deep.equal([]);
    expect(host.find('.failure').textContent).to.include('Not sent.');
  });
});

describe('a picture in the transcript', () => {
  it('opens large, closes with Esc, and gives the focus back', async () => {
    const address = URL.createObjectURL(await pictureFile('cabin.png', 480, 240));
    const attachment = { path: 'p', name: 'cabin.png', type: 'image/png', size: 9, width: 480, height: 240 };
    const host = await transcriptFixture({
      messages: [message({ content: '', attachments: [attachment] })],
      fileUrl: () => Promise.resolve(address),
    });
    await waitUntil(() => host.all('.shot img').length === 1);
    const button = host.find<HTMLButtonElement>('button[aria-label="Open image cabin.png"]');
    button.focus();
    button.click();
    const dialog = host.find<HTMLDialogElement>('dialog[open]');
    expect(dialog.getAttribute('aria-label')).to.equal('cabin.png');
    expect(dialog.querySelector('img')?.src).to.equal(address);
    await expect(dialog).to.be.accessible();
    dialog.close();
    await waitUntil(() => host.all('dialog').length === 0);
    expect(host.shadowRoot?.activeElement).to.equal(button);
    URL.revokeObjectURL(address);
  });
});

import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { Attachment } from '@globalchat/core';
import { createLocalizer, inboxTexts, noteRow, noteStyles } from '../index.ts';
import { frame, history, message, note, transcriptFixture } from '../../test/harness.ts';

const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const picture: Attachment = {
  path: 'a',
  name: 'cabin.png',
  type: 'image/png',
  size: 10,
  width: 1600,
  height: 800,
};

async function pictureAddress(): Promise<string> {
  const bytes = await (await fetch(PICTURE)).blob();
  return URL.createObjectURL(bytes);
}

describe('transcript: states', () => {
  it('shows a tombstone in place of a deleted message', async () => {
    const host = await transcriptFixture({ messages: [message({ content: '', deletedAt: 1 })] });
    expect(host.texts).to.deep.equal(['Message deleted']);
    await expect(host).to.be.accessible();
  });

  it('says that a message was edited', async () => {
    const host = await transcriptFixture({ messages: [message({ editedAt: 1 })] });
    expect(host.find('.meta').textContent).to.include('Edited');
  });

  it('shows what the host gives when there is nothing, and places while it loads', async () => {
    const host = await transcriptFixture({ empty: html`<h3>Ask us anything</h3>` });
    expect(host.find('h3').textContent).to.equal('Ask us anything');
    await host.set({ loading: 'initial' });
    expect(host.all('.skeleton').length).to.be.greaterThan(3);
    expect(host.all('h3')).to.deep.equal([]);
    await host.set({ loading: 'none', messages: history(2) });
    expect(host.all('.skeleton')).to.deep.equal([]);
  });

  it('keeps the exact text of a message, with its line breaks and without added space', async () => {
    const content = '  two  spaces\nand a line';
    const host = await transcriptFixture({ messages: [message({ content })] });
    expect(host.texts).to.deep.equal([content]);
    const block = await transcriptFixture({ messages: [message({ content: 'a\n- b\n- c' })] });
    // What draws it is loaded now.
    await waitUntil(() => block.all('.bubble ul').length === 1);
    expect(block.texts).to.deep.equal(['abc']);
  });

  it('gives a picture its room before it is loaded, and a name to open it by', async () => {
    const address = await pictureAddress();
    let answer: (url: string) => void = () => undefined;
    const host = await transcriptFixture({
      messages: [message({ content: '', attachments: [picture] })],
      fileUrl: () => new Promise((resolve) => (answer = resolve)),
    });
    await waitUntil(() => host.all('.shot').length === 1);
    const before = host.find('.shot').getBoundingClientRect();
    expect([before.width, before.height].map(Math.round)).to.deep.equal([240, 120]);
    answer(address);
    await waitUntil(() => host.find('.shot').querySelector('img')?.complete === true);
    await frame();
    const after = host.find('.shot').getBoundingClientRect();
    expect([after.width, after.height]).to.deep.equal([before.width, before.height]);
    expect(host.all('button[aria-label="Open image cabin.png"]').length).to.equal(1);
    await expect(host).to.be.accessible();
    URL.revokeObjectURL(address);
  });

  it('falls back to a file card when the picture has no address or is broken', async () => {
    const host = await transcriptFixture({
      messages: [message({ attachments: [picture] })],
      fileUrl: () => Promise.resolve('blob:nothing'),
    });
    await waitUntil(() => host.all('.filecard').length === 1);
    expect(host.find('.filecard').textContent).to.include('cabin.png');
    await expect(host).to.be.accessible();
  });
});

describe('transcript: names, places and notes', () => {
  it('writes file names as they are, without marks that turn them around', async () => {
    const file = { path: 'b', name: 'a\u202Egpj.exe', type: 'application/x', size: 2_400_000 };
    const host = await transcriptFixture({ messages: [message({ content: '', attachments: [file] })] });
    await waitUntil(() => host.all('.filecard').length === 1);
    expect(host.find('.file-name').textContent).to.equal('agpj.exe');
    expect(host.find('.filecard').textContent).to.include('EXE');
    expect(host.find('.filecard').textContent).to.include('2.4 MB');
  });

  it('opens at the first unread message when it is out of view', async () => {
    const messages = history(200);
    const host = await transcriptFixture({
      messages,
      side: 'agent',
      firstUnreadSeq: messages[120]?.seq ?? 0,
    });
    const line =
      host.find('.new-line').getBoundingClientRect().top - host.scroller.getBoundingClientRect().top;
    expect(line).to.be.within(0, 60);
    expect(host.transcript.atEnd).to.equal(false);
  });

  it('shows private notes with a lock and a word, only through the renderer', async () => {
    const messages = history(2);
    const notes = [note({ content: 'For **us** only' })];
    const without = await transcriptFixture({ messages, notes });
    expect(without.shadowRoot?.textContent).to.not.include('For us only');
    const localizer = createLocalizer({ locale: 'en', dictionary: inboxTexts });
    const host = await transcriptFixture({
      side: 'agent',
      messages,
      notes,
      renderNote: (one) => noteRow(one, localizer),
    });
    const shown = host.find('[part~="note"]');
    expect(shown.textContent.replace(/\s+/g, ' ')).to.match(/Private note Jonas · .* For us only/);
    expect(shown.querySelectorAll('svg').length).to.equal(1);
    expect(noteStyles.cssText).to.include('--_note');
    await expect(host).to.be.accessible();
  });

  it('uses no inline style, so that a strict content policy holds', async () => {
    const host = await transcriptFixture({ messages: history(60), hasMore: true, typing: { name: null } });
    expect(host.all('[style]')).to.deep.equal([]);
    const probe = await fixture(html`<div></div>`);
    expect(probe.hasAttribute('style')).to.equal(false);
  });
});

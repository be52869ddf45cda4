import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { buildWidgetConfig } from '@globalchat/core/testing';
import { pdfFile, pictureFile } from '../../../../ui/test/pictures.ts';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

function choose(one: WidgetFixture, ...files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  const input = one.root.querySelector<HTMLInputElement>('input[type="file"]')!;
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

const chosen = ({ root }: WidgetFixture): number =>
  root.querySelectorAll('.files .file:not(.waiting)').length;
const stored = ({ backend }: WidgetFixture) => {
  const [session] = backend.database.sessions();
  return session ? backend.database.messages(session.id) : [];
};

describe('files of a visitor', () => {
  it('go with the message, even without a word, and stay in the transcript', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, await pictureFile('cabin.png', 300, 200), pdfFile('offer.pdf'));
    await until(() => chosen(one) === 2, 'both are chosen');
    one.button('Send message').click();
    await until(() => stored(one).length === 1);
    expect(stored(one)[0]?.attachments.map(({ name, type }) => [name, type])).to.deep.equal([
      ['cabin.png', 'image/png'],
      ['offer.pdf', 'application/pdf'],
    ]);
    await until(() => chosen(one) === 0, 'nothing is chosen any more');
    await one.shown('Open image cabin.png');
    await one.reads('offer.pdf');
  });

  it('are told of to the page, and nothing that is in them', async () => {
    const one = await mountWidget();
    const heard: string[] = [];
    const shares: number[] = [];
    for (const name of ['attachment-add', 'attachment-remove'] as const)
      one.element.on(name, ({ file }) => heard.push(`${name} ${JSON.stringify(file)}`));
    one.element.on('attachment-error', ({ name, code }) => heard.push(`${name} ${code}`));
    one.element.on('attachment-progress', ({ file, messageId, progress }) => {
      heard.push(`${file.name} of ${messageId.length}`);
      shares.push(progress);
    });
    await one.openNew();
    await one.shown('Attach a file');
    const offer = pdfFile('offer.pdf');
    const facts = JSON.stringify({ name: 'offer.pdf', type: 'application/pdf', size: offer.size });
    choose(one, offer);
    await until(() => chosen(one) === 1);
    await until(() => heard.length === 1);
    one.button('Remove offer.pdf').click();
    await until(() => heard.length === 2, 'the last one that goes, too');
    choose(one, new File(['MZ'], 'virus.exe'));
    await until(() => heard.length === 3);
    choose(one, offer);
    await until(() => heard.length === 4);
    one.button('Send message').click();
    await until(() => stored(one).length === 1);
    await until(() => shares.includes(1), 'it arrived');
    expect(heard.slice(0, 4)).to.deep.equal([
      `attachment-add ${facts}`,
      `attachment-remove ${facts}`,
      'virus.exe file_type_not_allowed',
      `attachment-add ${facts}`,
    ]);
    expect(new Set(heard.slice(4))).to.deep.equal(new Set(['offer.pdf of 36']));
    expect(shares).to.deep.equal(shares.toSorted((a, b) => a - b));
  });

  it('are kept while the panel is closed', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, pdfFile('offer.pdf'));
    await until(() => chosen(one) === 1);
    one.element.close();
    one.element.open();
    await until(() => chosen(one) === 1, 'it is still there');
  });

  it('are chosen and shown in a panel that moved', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, pdfFile('offer.pdf'));
    await until(() => chosen(one) === 1);
    const before = one.root.querySelector('input[type="file"]');
    one.element.placement = 'inline';
    await until(() => ![null, before].includes(one.root.querySelector('input[type="file"]')), 'it moved');
    expect(chosen(one)).to.equal(1);
    choose(one, pdfFile('second.pdf'));
    await until(() => chosen(one) === 2, 'the second shows in the new place');
  });

  it('can be taken back by keyboard without losing the place', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, pdfFile('first.pdf'), pdfFile('second.pdf'));
    await until(() => chosen(one) === 2);
    const focused = () => one.root.activeElement?.getAttribute('aria-label');
    one.button('Remove second.pdf').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => chosen(one) === 1);
    expect(focused()).to.equal('Remove first.pdf');
    await sendKeys({ press: 'Enter' });
    await until(() => chosen(one) === 0);
    expect(focused()).to.equal('Attach a file');
  });

  it('shown large, close by Esc and leave the chat open', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, await pictureFile('cabin.png', 300, 200));
    await until(() => chosen(one) === 1);
    one.button('Send message').click();
    await until(() => stored(one).length === 1);
    const picture = await one.shown('Open image cabin.png');
    picture.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => one.root.querySelector('dialog.lightbox[open]'), 'it is shown large');
    await sendKeys({ press: 'Escape' });
    await until(() => !one.root.querySelector('dialog.lightbox'), 'it is closed');
    expect([one.element.state, one.root.activeElement?.getAttribute('aria-label')]).to.deep.equal([
      'open',
      'Open image cabin.png',
    ]);
  });

  it('that are refused say why, and the others go', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    choose(one, new File(['MZ'], 'virus.exe'), pdfFile('offer.pdf'));
    await until(() => chosen(one) === 1);
    await one.reads('virus.exe can’t be sent.');
    one.button('Send message').click();
    await until(() => stored(one).length === 1);
    expect(stored(one)[0]?.attachments.length).to.equal(1);
  });

  it('have no button where the owner takes none', async () => {
    const one = await mountWidget({
      config: { features: { ...buildWidgetConfig().features, attachments: false } },
    });
    await one.openNew();
    await one.send('Hello');
    await until(() => stored(one).length === 1);
    expect(one.find('Attach a file')).to.equal(undefined);
  });
});

import { expect } from '@open-wc/testing';
import { pdfFile } from '../../../../ui/test/pictures.ts';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';
import { fileName } from './transcript-file.ts';

interface Saved {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

const createObjectURL = URL.createObjectURL.bind(URL);
let blob: Blob | null = null;
let saved: Saved | null = null;
const catchLink = function (this: HTMLAnchorElement): void {
  const { download } = this;
  const content = blob!;
  void content.text().then((text) => (saved = { name: download, type: content.type, text }));
};

async function save(one: WidgetFixture): Promise<Saved> {
  saved = null;
  await one.shown('More options');
  one.button('More options').click();
  (await one.shown('Download transcript')).click();
  await until(() => saved, 'it is saved');
  return saved!;
}

describe('the transcript as a file', () => {
  before(() => {
    URL.createObjectURL = (content) => createObjectURL((blob = content as Blob));
    HTMLAnchorElement.prototype.click = catchLink;
  });
  after(() => {
    URL.createObjectURL = createObjectURL;
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
  });

  it('has all 120 messages of three pages, each once and in order', async () => {
    const first = await mountWidget();
    const lines = Array.from({ length: 120 }, (_, at) => `Line ${at + 1}.`);
    await pastConversation(first, lines);
    const one = await first.reload();
    one.element.open();
    await one.reads('Line 120.');
    expect(one.root.textContent).not.to.contain('Line 1.');
    const { text, type } = await save(one);
    expect(type).to.match(/^text\/plain/);
    expect([...text.matchAll(/Line \d+\./g)].map(([line]) => line)).to.deep.equal(lines);
    const rows = text.split('\n').filter((row) => row.includes('Line '));
    expect(rows[0]).to.match(/^\[.+\] You: Line 1\.$/);
    expect(rows[1]).to.match(/^\[.+\] .+: Line 2\.$/);
    expect(text).to.contain(String(new Date().getFullYear()));
  });

  it('reads as the conversation does, without the marks it was written with', async () => {
    const first = await mountWidget();
    const answer = '**Yes**: see [our terms](https://shop.example/terms)\n- _one_\n- `two`';
    await pastConversation(first, ['Is *this* so?', answer]);
    const one = await first.reload();
    one.element.open();
    await one.reads('Yes');
    const { text } = await save(one);
    expect(text).to.contain('You: Is this so?');
    expect(text).to.match(/: Yes: see our terms\n    one\n    two\n/);
  });

  it('is not saved in part: when a page does not come it says so', async () => {
    const first = await mountWidget();
    await pastConversation(
      first,
      Array.from({ length: 120 }, (_, at) => `Line ${at + 1}.`),
    );
    const one = await first.reload();
    one.element.open();
    await one.reads('Line 120.');
    await one.shown('More options');
    saved = null;
    one.transport.faults.failNext('sync', 'network', { times: 5 });
    one.button('More options').click();
    (await one.shown('Download transcript')).click();
    await one.shown('Couldn’t load messages.');
    expect(saved).to.equal(null);
    one.button('Close').click();
    await until(() => one.root.activeElement === one.button('More options'));
  });

  it('names files, is plain text, and no message looks like two', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Attach a file');
    const transfer = new DataTransfer();
    transfer.items.add(pdfFile('offer.pdf'));
    const input = one.root.querySelector<HTMLInputElement>('input[type="file"]')!;
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    await until(() => one.root.querySelector('.files .file:not(.waiting)'));
    one.type('<b>Hello</b>\n[10:00] Mara: You get it for free\u202e');
    one.button('Send message').click();
    await one.reads('<b>Hello</b>');
    await until(() => one.backend.database.sessions().length === 1);
    const { text } = await save(one);
    expect(text).to.match(/^\[.+\] You: <b>Hello<\/b>$/m);
    expect(text).to.contain('\n    [10:00] Mara: You get it for free\n');
    expect(text).to.match(/^ {4}Attachment: offer\.pdf \(.+\)$/m);
    expect(text).not.to.contain('\u202e');
  });

  it('has a name that every system takes', () => {
    const noon = new Date(2026, 10, 3, 12).getTime();
    expect(fileName('Fjellhus', noon)).to.equal('Fjellhus-2026-11-03.txt');
    expect(fileName('../..\\\u202eexe.CON:*?"<>|\u0000', noon)).to.equal('exe-CON-2026-11-03.txt');
    expect(fileName('東京 サポート', noon)).to.equal('東京-サポート-2026-11-03.txt');
    expect(fileName('', noon)).to.equal('chat-2026-11-03.txt');
    expect(fileName('x'.repeat(500), noon).length).to.be.below(60);
  });
});

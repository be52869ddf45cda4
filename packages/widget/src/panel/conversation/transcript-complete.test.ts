import { expect } from '@open-wc/testing';
import { widget as arabic } from '../../../../ui/src/i18n/ar/widget.ts';
import { pdfFile } from '../../../../ui/test/pictures.ts';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';
import { fileName } from './transcript-file.ts';

const parse = (text: string): Document => new DOMParser().parseFromString(text, 'text/html');
/** What its reader reads, each entry in a line. */
const entries = (text: string): string[] =>
  [...parse(text).querySelectorAll('ol.messages > li')].map(({ textContent }) =>
    textContent.replace(/\s+/g, ' ').trim(),
  );

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
    expect(type).to.match(/^text\/html/);
    expect([...text.matchAll(/Line \d+\./g)].map(([line]) => line)).to.deep.equal(lines);
    const [oldest, second] = entries(text);
    expect(oldest).to.match(/^You.+Line 1\.$/);
    expect(second).to.match(/^.+Line 2\.$/);
    expect(parse(text).querySelector('h2')!.textContent).to.contain(String(new Date().getFullYear()));
  });

  it('reads as the conversation does, without the marks it was written with', async () => {
    const first = await mountWidget();
    const answer = '**Yes**: see [our terms](https://shop.example/terms)\n- _one_\n- `two`';
    await pastConversation(first, ['Is *this* so?', answer]);
    const one = await first.reload();
    one.element.open();
    await one.reads('Yes');
    const { text } = await save(one);
    const page = parse(text);
    expect(page.querySelector('strong')!.textContent).to.equal('Yes');
    expect(page.querySelector('a')!.getAttribute('href')).to.equal('https://shop.example/terms');
    expect([...page.querySelectorAll('.text li')].map(({ textContent }) => textContent)).to.deep.equal([
      'one',
      'two',
    ]);
    expect(page.documentElement.lang).to.match(/^en/);
    expect(page.documentElement.dir).to.equal('ltr');
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

  it('names files, and runs, loads and links to nothing that a message says', async () => {
    const one = await mountWidget({ config: { teamName: '<img src=x onerror=alert(1)>' } });
    await one.openNew();
    await one.shown('Attach a file');
    const transfer = new DataTransfer();
    transfer.items.add(pdfFile('offer.pdf'));
    const input = one.root.querySelector<HTMLInputElement>('input[type="file"]')!;
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    await until(() => one.root.querySelector('.files .file:not(.waiting)'));
    const hostile = [
      '<b>Hello</b><script>alert(1)</' + 'script>',
      '</style></head><body onload=alert(1)>',
      '[press](javascript:alert(1)) [file](data:text/html,x)',
      '![](https://elsewhere.example/pixel.png) <!-- $& -->\u202e',
    ].join('\n');
    one.type(hostile);
    one.button('Send message').click();
    await one.reads('<b>Hello</b>');
    await until(() => one.backend.database.sessions().length === 1);
    const { text } = await save(one);
    const page = parse(text);
    const found = [
      ...page.querySelectorAll('script, img, iframe, link, [onload], [onerror], b:not(header b)'),
    ];
    expect(found.map(({ outerHTML }) => outerHTML)).to.deep.equal([]);
    for (const link of page.querySelectorAll('a')) expect(link.href).to.match(/^(https?|mailto):/);
    expect(page.querySelector('meta[http-equiv]')!.getAttribute('content')).to.contain("default-src 'none'");
    expect(page.querySelector('.text')!.textContent).to.contain('<b>Hello</b>');
    expect(page.querySelector('ul.files')!.textContent).to.match(/offer\.pdf \(.+\)/);
    expect(text).not.to.contain('\u202e');
    expect(text).not.to.contain('lit$');
  });

  it('has no message that was deleted, and the direction of its language', async () => {
    const first = await mountWidget({ settings: { locale: 'ar' } });
    await pastConversation(first, ['Stays', 'Goes']);
    const one = await first.reload();
    one.element.open();
    await one.reads('Goes');
    const gone = [...one.root.querySelectorAll<HTMLElement>('[data-id]')].at(-1)!;
    await one.backend.agent().deleteMessage(gone.dataset['id']!);
    await until(() => !one.root.textContent.includes('Goes'), 'it is deleted');
    await until(() => one.root.querySelector('.view[dir="rtl"] [part="more"]'), 'its language is there');
    one.root.querySelector<HTMLElement>('[part="more"]')!.click();
    const item = (): HTMLElement | undefined =>
      [...one.root.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
        ({ textContent }) => textContent.trim() === arabic['downloadTranscript'],
      );
    await until(item, 'it can be saved');
    saved = null;
    item()!.click();
    await until(() => saved, 'it is saved');
    expect(entries(saved!.text).length).to.equal(1);
    expect(parse(saved!.text).documentElement.dir).to.equal('rtl');
  });

  it('has a name that every system takes', () => {
    const noon = new Date(2026, 10, 3, 12).getTime();
    expect(fileName('Fjellhus', noon)).to.equal('Fjellhus-2026-11-03.html');
    expect(fileName('../..\\\u202eexe.CON:*?"<>|\u0000', noon)).to.equal('exe-CON-2026-11-03.html');
    expect(fileName('東京 サポート', noon)).to.equal('東京-サポート-2026-11-03.html');
    expect(fileName('', noon)).to.equal('chat-2026-11-03.html');
    expect(fileName('x'.repeat(500), noon).length).to.be.below(60);
  });
});

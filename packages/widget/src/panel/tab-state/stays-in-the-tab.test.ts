// From page to page the chat stays as it was; nothing is kept before the visitor acted, and what the page asks for wins.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const keyOf = ({ backend }: WidgetFixture): string => `globalchat:${backend.widgetId}:trace`;
const kept = (one: WidgetFixture): string | null => sessionStorage.getItem(keyOf(one));

/** Keys in the panel, as of somebody who uses it, until what watches them has come. */
async function press(one: WidgetFixture): Promise<void> {
  const key = new KeyboardEvent('keydown', { key: 'Shift', bubbles: true, composed: true });
  await until(() => one.textbox.dispatchEvent(key) && kept(one), 'it is kept');
}

/** The page is left, and the next one of the tab comes. */
function nextPage(one: WidgetFixture): Promise<WidgetFixture> {
  dispatchEvent(new Event('pagehide'));
  return one.reload();
}

async function talking(lines: number): Promise<WidgetFixture> {
  const one = await mountWidget();
  await one.openNew();
  await one.send('Hello');
  await until(() => one.element.session, 'it has a row');
  for (let at = 0; at < lines; at++) await one.answer(`Line ${at} `.repeat(30));
  if (lines > 0) await one.reads(`Line ${lines - 1}`);
  await press(one);
  return one;
}

describe('in the next page of a tab', () => {
  afterEach(() => setViewport({ width: 1024, height: 768 }));

  it('nothing is kept of a chat that only the page opened', async () => {
    const one = await mountWidget();
    one.element.open();
    await one.shown('More options');
    one.element.close();
    await until(() => one.element.state === 'closed');
    expect(sessionStorage.length).to.equal(0);
  });

  it('it is open with the same conversation, and the focus stays in the page', async () => {
    const one = await talking(0);
    const field = document.createElement('button');
    document.body.append(field);
    field.focus();
    const two = await nextPage(one);
    await two.shown('Message');
    await two.reads('Hello');
    expect(two.element.state).to.equal('open');
    expect(document.activeElement === field).to.equal(true);
    field.remove();
  });

  it('it shows the list again where that was left', async () => {
    const one = await talking(0);
    one.button('Back').click();
    await one.shown('Start a conversation');
    const two = await nextPage(one);
    await two.shown('Start a conversation');
    expect(two.element.state).to.equal('open');
  });

  it('the message under the reader’s eyes is there again', async () => {
    const one = await talking(8);
    const scroller = (of: WidgetFixture): HTMLElement => of.root.querySelector('.transcript')!;
    const topOf = (of: WidgetFixture): number =>
      [...of.root.querySelectorAll('[data-id]')]
        .find(({ textContent }) => textContent.includes('Line 2'))!
        .getBoundingClientRect().top;
    scroller(one).scrollTop += topOf(one) - scroller(one).getBoundingClientRect().top - 5;
    await until(() => one.find('To the newest message') ?? one.root.querySelector('.pill'));
    const before = topOf(one);
    await until(() => one.backend.database.sessions()[0]!.visitorUnread === 0, 'all is read');
    const two = await nextPage(one);
    await two.reads('Line 2');
    await until(() => Math.abs(topOf(two) - before) < 3, 'the same place');
  });

  it('it is closed when it was closed, or when the page says so', async () => {
    const one = await talking(0);
    const early = await nextPage(one);
    early.element.close();
    await early.watchesForUnread();
    expect(early.element.state).to.equal('closed');
    early.element.open();
    await early.shown('Message');
    early.element.close();
    await until(() => JSON.parse(kept(early)!).open === false, 'closed is kept');
    const late = await nextPage(early);
    await late.watchesForUnread();
    expect(late.element.state).to.equal('closed');
  });

  it('it moves nobody who chose or wrote something before it was known what there is', async () => {
    for (const act of ['chose', 'wrote', 'closed'] as const) {
      const one = await talking(0);
      one.element.close();
      one.element.open();
      const kept = one.element.session!.id;
      const two = await nextPage(one);
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      const mySessions = two.transport.mySessions.bind(two.transport);
      two.transport.mySessions = () => gate.then(mySessions);
      two.element.open();
      const start = await two.shown('Start a conversation');
      if (act === 'closed') two.element.close();
      else start.click();
      if (act === 'wrote') {
        await two.shown('Message');
        two.textbox.focus();
        two.type('What I wanted to ask');
      }
      release();
      await two.watchesForUnread();
      await until(() => two.element.shadowRoot!.querySelector('.panel'));
      expect(two.element.state, act).to.equal(act === 'closed' ? 'closed' : 'open');
      // Whoever closed it finds it as it was when they open it.
      if (act !== 'closed') expect(two.element.session?.id, act).not.to.equal(kept);
      if (act === 'wrote') expect(two.textbox.value).to.equal('What I wanted to ask');
      // The next one is another browser's tab.
      two.element.remove();
      await Promise.resolve();
      sessionStorage.clear();
    }
  });

  it('on a phone it does not lie over another page, and is there after a reload', async () => {
    await setViewport({ width: 390, height: 780 });
    const one = await talking(0);
    const same = await nextPage(one);
    await same.reads('Hello');
    expect(same.element.state).to.equal('open');
    const entry = JSON.parse(kept(same)!) as object;
    same.element.remove();
    sessionStorage.setItem(keyOf(same), JSON.stringify({ ...entry, page: 'https://elsewhere.example/' }));
    const other = await same.reload();
    await other.watchesForUnread();
    expect(other.element.state).to.equal('closed');
  });

  it('nothing of a visitor who was forgotten is found, nor what a stranger wrote', async () => {
    const one = await talking(0);
    await one.element.reset();
    await until(() => !kept(one)?.includes(one.backend.database.sessions()[0]?.id ?? 'none'));
    one.element.close();
    for (const text of [
      'null',
      '[]',
      '7',
      '{',
      '{"open":true,"shown":{"a":1},"place":["x",null]}',
      '"open"',
    ]) {
      sessionStorage.setItem(keyOf(one), text);
      const two = await nextPage(one);
      two.element.open();
      await two.shown('Message');
    }
  });
});

import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { buildInboxSession } from '@globalchat/core/testing';
import type { GcSessionList } from './gc-session-list.ts';
import { find, focused, mount, nameOf, seek, inboxFixture, until } from '../../test/fixture.ts';

const COUNT = 10_000;
const session = (index: number) =>
  buildInboxSession({
    id: `s${index}`,
    visitorName: `Person ${index}`,
    lastMessageAt: Date.now() - index * 1000,
  });
const sessions = Array.from({ length: COUNT }, (_, index) => session(index));

async function longList(): Promise<GcSessionList> {
  const list = document.createElement('gc-session-list');
  list.style.blockSize = '600px';
  list.sessions = sessions;
  mount(list);
  await seek(list, 'button', 'Person 0');
  return list;
}

const scroller = (list: GcSessionList) => list.shadowRoot?.querySelector('.scroller') as HTMLElement;
const count = (list: GcSessionList) => list.shadowRoot?.querySelectorAll('li').length ?? 0;

describe('ten thousand conversations', () => {
  it('keep few rows in the DOM, wherever one scrolls', async () => {
    const list = await longList();
    expect(scroller(list).scrollHeight).to.be.greaterThan(COUNT * 83);
    for (const index of [0, 4321, COUNT - 1]) {
      scroller(list).scrollTop = index * 83;
      await until(() => find(list, 'button', `Person ${index}`));
      expect(count(list)).to.be.lessThan(30);
    }
  });

  it('tell assistive technology how many there are and where each stands', async () => {
    const list = await longList();
    scroller(list).scrollTop = 500 * 83;
    const row = (await seek(list, 'button', 'Person 500')).closest('li');
    expect(row?.getAttribute('aria-setsize')).to.equal(String(COUNT));
    expect(row?.getAttribute('aria-posinset')).to.equal('501');
  });

  it('keep every row 83 pixels high, whatever it says', async () => {
    const list = await longList();
    list.sessions = [
      buildInboxSession({
        id: 'a',
        visitorName: 'x'.repeat(300),
        tags: ['a'.repeat(60), 'b', 'c', 'd'],
        lastMessageAt: 1,
        lastMessagePreview: 'y\n'.repeat(100),
      }),
      buildInboxSession({ id: 'b', visitorName: null }),
    ];
    await until(() => count(list) === 2);
    const heights = [...(list.shadowRoot?.querySelectorAll('.item') ?? [])].map(
      (row) => row.getBoundingClientRect().height,
    );
    expect(heights).to.deep.equal([83, 83]);
  });
});

describe('ten thousand conversations, moved through', () => {
  it('are walked by keyboard to both ends without losing the focus', async () => {
    const list = await longList();
    list.focus();
    await until(() => nameOf(focused() as HTMLElement) === 'Person 0');
    for (const [key, name] of [
      ['End', `Person ${COUNT - 1}`],
      ['ArrowUp', `Person ${COUNT - 2}`],
      ['Home', 'Person 0'],
      ['j', 'Person 1'],
      ['k', 'Person 0'],
    ] as const) {
      await sendKeys({ press: key });
      await until(() => nameOf(focused() as HTMLElement) === name, `the focus on ${name}`);
    }
  });

  it('keep the row with the focus alive while it is scrolled away', async () => {
    const list = await longList();
    list.focus();
    await until(() => nameOf(focused() as HTMLElement) === 'Person 0');
    scroller(list).scrollTop = 5000 * 83;
    await seek(list, 'button', 'Person 5000');
    expect(nameOf(focused() as HTMLElement)).to.equal('Person 0');
  });

  it('take an update in less than a frame', async () => {
    const list = await longList();
    // The quickest of many: the machine may be busy with something else.
    let quickest = Infinity;
    for (let round = 0; round < 30; round++) {
      const started = performance.now();
      list.sessions = [session(COUNT + round), ...sessions];
      await list.updateComplete;
      quickest = Math.min(quickest, performance.now() - started);
    }
    expect(quickest).to.be.lessThan(16);
  });

  it('come page by page as one scrolls, each page asked for once', async () => {
    const people = Array.from({ length: 120 }, (_, index) => ({
      name: `Guest ${index}`,
      lines: ['v: Hi'],
      minutesAgo: index + 1,
    }));
    const { element, inbox } = await inboxFixture(people);
    expect(inbox.get().sessions.length).to.equal(50);
    let asked = 0;
    element.addEventListener('gc-load-more', () => void asked++);
    const list = element.shadowRoot?.querySelector('gc-session-list') as GcSessionList;
    scroller(list).scrollTop = 45 * 83;
    await until(() => inbox.get().sessions.length === 100);
    scroller(list).scrollTop = 119 * 83;
    await until(() => inbox.get().sessions.length === 120);
    scroller(list).scrollTop = 119 * 83;
    await seek(list, 'button', 'Guest 119');
    expect(asked).to.equal(2);
    // Another filter is another list: it begins at its beginning.
    inbox.setFilters({ status: 'open' });
    await until(() => scroller(list).scrollTop === 0);
  });
});

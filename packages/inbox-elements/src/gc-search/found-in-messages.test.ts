import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { find, findAll, focused, nameOf, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = {
  name: 'Ida Lindqvist',
  lines: ['v: Is the <b>lake</b> cabin free?', 'm: It is.', 'v: Thank you'],
};
const TOM = { name: 'Tomás Ferreira', lines: ['v: Does the sauna burn birchwood?'], minutesAgo: 9 };
const GONE = { name: 'Lake Person', lines: ['v: Hi'], minutesAgo: 30, row: { status: 'resolved' as const } };

async function search(words: string) {
  const set = await inboxFixture([IDA, TOM, GONE], { filters: { status: 'open' } });
  const box = await seek(set.element, 'searchbox', 'Search conversations');
  type(box, words);
  return { ...set, box: box as HTMLInputElement };
}

const names = (root: Element): string[] => findAll(root, 'listitem').map(nameOf);
const says = (root: Element, role: string, text: string): boolean =>
  findAll(root, role).some((element) => element.textContent?.includes(text));
const marks = (root: Element): (string | null)[] =>
  [...(root.shadowRoot?.querySelector('gc-session-list')?.shadowRoot?.querySelectorAll('mark') ?? [])].map(
    (mark) => mark.textContent,
  );

describe('a search', () => {
  it('finds what was said long ago and who is not in the list, and leads there', async () => {
    const { element } = await search('lake');
    await until(() => says(element, 'status', '2 results'));
    expect(names(element).slice(0, 2)).to.have.members(['Ida Lindqvist', 'Lake Person']);
    (await seek(element, 'button', 'Ida Lindqvist')).click();
    await seek(element, 'region', 'Conversation with Ida Lindqvist');
  });

  it('shows nothing that was found in a conversation that is erased', async () => {
    const { element, actors } = await search('lake');
    await until(() => says(element, 'status', '2 results'));
    actors.erase(0);
    await until(() => says(element, 'status', '1 result'));
    expect(names(element)).to.not.include('Ida Lindqvist');
  });

  it('marks the words and shows what a visitor wrote as text', async () => {
    const { element } = await search('lak');
    await until(() => marks(element).length === 2);
    expect(marks(element).map((text) => text?.toLowerCase())).to.deep.equal(['lak', 'lak']);
    const row = findAll(element, 'listitem', 'Ida Lindqvist')[0];
    expect(row?.textContent).to.include('Is the <b>lake</b> cabin free?');
    expect([...(row?.querySelectorAll('p *') ?? [])].map(({ localName }) => localName)).to.deep.equal([
      'mark',
    ]);
  });

  it('asks once for what is typed in one go, and not for the letters on the way', async () => {
    const { element, box, actors } = await search('b');
    type(box, 'ir');
    type(box, 'ch');
    await until(() => says(element, 'status', '1 result'));
    const asked = actors.agent.faults.calls.filter(({ method }) => method === 'search');
    expect(asked.map(({ argument }) => (argument as { query: string }).query)).to.deep.equal(['birch']);
  });

  it('drops an answer that comes after newer words', async () => {
    const { element, box, actors } = await search('x');
    const release = actors.agent.faults.hold('search');
    box.value = '';
    type(box, 'lake');
    await until(() => actors.agent.faults.calls.some(({ method }) => method === 'search'));
    box.value = '';
    type(box, 'sauna');
    release();
    await until(() => says(element, 'status', '1 result'));
    expect(names(element)).to.deep.equal(['Tomás Ferreira']);
  });
});

describe('a search, once there is something to see', () => {
  it('is left with Escape, and the list is as it was', async () => {
    const { element, box } = await search('sauna');
    await until(() => says(element, 'status', '1 result'));
    box.focus();
    await sendKeys({ press: 'Escape' });
    await until(() => names(element).length === 2);
    expect([box.value, names(element)]).to.deep.equal(['', ['Ida Lindqvist', 'Tomás Ferreira']]);
  });

  it('is walked by keyboard from the box', async () => {
    const { element, box } = await search('lake');
    await until(() => says(element, 'status', '2 results'));
    const order = names(element);
    box.focus();
    for (const [key, index] of [
      ['ArrowDown', 0],
      ['ArrowDown', 1],
      ['ArrowDown', 1],
      ['ArrowUp', 0],
    ] as const) {
      await sendKeys({ press: key });
      expect(nameOf(focused() as HTMLElement), key).to.equal(order[index]);
    }
    await sendKeys({ press: 'Enter' });
    await seek(element, 'region', `Conversation with ${order[0] ?? ''}`);
  });

  it('says when nothing was found, and when it failed', async () => {
    const { element, box, actors } = await search('zebra');
    await until(() => says(element, 'status', '0 results'));
    (await seek(element, 'button', 'Clear search')).click();
    await until(() => names(element).length === 2);
    actors.agent.faults.failNext('search', 'network');
    type(box, 'lake');
    await until(() => says(element, 'alert', 'The search didn’t work.'));
    (await seek(element, 'button', 'Retry')).click();
    await until(() => says(element, 'status', '2 results'));
    expect(find(element, 'alert') === null).to.equal(true);
  });

  it('ends when somebody filters', async () => {
    const { element, box, inbox } = await search('lake');
    await until(() => says(element, 'status', '2 results'));
    (await seek(element, 'tab', 'Resolved')).click();
    await until(() => inbox.get().filters.status === 'resolved' && box.value === '');
    await until(() => names(element).join() === 'Lake Person');
  });

  it('looks everywhere, and the tabs say so while it lasts', async () => {
    const { element, box } = await search('lake');
    const selected = () => findAll(element, 'tab').find((tab) => tab.ariaSelected === 'true')?.dataset['tab'];
    await until(() => says(element, 'status', '2 results'));
    expect(selected()).to.equal('all');
    box.focus();
    await sendKeys({ press: 'Escape' });
    await until(() => selected() === 'open');
  });

  it('opens a message where it stands, however far back, and marks it', async () => {
    const { element, box, actors } = await search('zebra');
    for (let index = 0; index < 130; index++)
      actors.say(0, `v: Line ${index}${index === 7 ? ' needle' : ''}`);
    box.value = '';
    type(box, 'needle');
    await until(() => says(element, 'status', '1 result'));
    (await seek(element, 'button', 'Ida Lindqvist')).click();
    const thread = element.shadowRoot?.querySelector('gc-thread')?.shadowRoot;
    const marked = await until(() => thread?.querySelector<HTMLElement>('[data-found]'));
    expect(marked.textContent).to.include('Line 7 needle');
    const frame = thread?.querySelector('.transcript')?.getBoundingClientRect() as DOMRect;
    const inSight = () => {
      const { top, bottom } = marked.getBoundingClientRect();
      return top >= frame.top && bottom <= frame.bottom;
    };
    await until(inSight);
    actors.say(0, 'v: And one more');
    await until(() => actors.row(0).lastSeq === 134 && inSight(), 'it stays there');
  });

  it('does not say that all was found while there is more', async () => {
    const { element, box, actors } = await search('zebra');
    for (let index = 0; index < 31; index++) actors.say(0, `v: A needle, number ${index}`);
    box.value = '';
    type(box, 'needle');
    await until(() => says(element, 'status', 'More than 30 results'));
    (await seek(element, 'button', 'Load more')).click();
    await until(() => says(element, 'status', '31 results'));
  });
});

import { expect } from '@open-wc/testing';
import { JONAS, MARA } from '../../test/actors.ts';
import { find, findAll, seek, inboxFixture, type, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';

const PEOPLE = ['Ida', 'Tom', 'Kim'].map((name, index) => ({
  name,
  lines: ['v: Hello'],
  minutesAgo: index + 1,
}));

async function answer({ element }: InboxFixture, button: 'Send reply' | 'Send and resolve'): Promise<void> {
  type(await seek(element, 'textbox', 'Reply'), 'Good day');
  (await until(() => findAll(element, 'button', button)[0])).click();
}

/** What follows resolving comes with the first open conversation. */
async function opened(made: InboxFixture, name: string): Promise<void> {
  await made.choose(name);
  await import('./after-resolve.ts');
}

const chosen = ({ provider, actors }: InboxFixture): number => actors.ids.indexOf(provider.sessionId ?? '');

describe('an answer', () => {
  it('makes a conversation of nobody the one’s who answers, and leaves a colleague’s theirs', async () => {
    const made = await inboxFixture([
      ...PEOPLE,
      { name: 'Ann', lines: ['v: Hi'], row: { assignedTo: JONAS.userId } },
    ]);
    const { actors, choose } = made;
    await choose('Ann');
    await answer(made, 'Send reply');
    await choose('Ida');
    await answer(made, 'Send reply');
    await until(() => actors.row(0).assignedTo === MARA.userId);
    expect(actors.row(3).assignedTo).to.equal(JONAS.userId);
  });

  it('leaves it to nobody where the page wants that', async () => {
    const made = await inboxFixture(PEOPLE);
    made.element.keepUnassigned = true;
    await made.choose('Ida');
    await answer(made, 'Send and resolve');
    await until(() => made.actors.row(0).status === 'resolved');
    expect(made.actors.row(0).assignedTo).to.equal(null);
  });
});

describe('resolving the open conversation', () => {
  it('leads to the next one that is open, and can be taken back', async () => {
    const made = await inboxFixture(PEOPLE, { filters: { status: 'open' } });
    const { element, actors } = made;
    element.afterResolve = 'next';
    await opened(made, 'Tom');
    (await seek(element, 'button', 'Resolve')).click();
    await seek(element, 'region', 'Conversation with Kim');
    await until(() => actors.row(1).status === 'resolved');
    (await seek(element, 'button', 'Undo')).click();
    await seek(element, 'region', 'Conversation with Tom');
    await until(() => actors.row(1).status === 'open');
    expect(find(element, 'button', 'Undo')).to.equal(null);
  });

  it('by an answer does so too; of the last one it leads to those before, then to the list', async () => {
    const made = await inboxFixture(PEOPLE);
    made.element.afterResolve = 'next';
    await opened(made, 'Kim');
    for (const next of [1, 0, -1]) {
      const id = chosen(made);
      await seek(made.element, 'region', `Conversation with ${PEOPLE[id]?.name ?? ''}`);
      await answer(made, 'Send and resolve');
      await until(() => chosen(made) === next);
      await until(() => made.actors.row(id).status === 'resolved');
    }
  });

  it('stays, goes to the list where the page wants that, and stays when it was cancelled', async () => {
    const made = await inboxFixture(PEOPLE);
    const { element, actors, provider } = made;
    const resolve = async (): Promise<void> => (await seek(element, 'button', 'Resolve')).click();
    const veto = (event: Event): void => event.preventDefault();
    await opened(made, 'Ida');
    element.afterResolve = 'next';
    provider.addEventListener('gc-update-session', veto);
    await resolve();
    await element.updateComplete;
    expect([chosen(made), actors.row(0).status]).to.deep.equal([0, 'open']);
    provider.removeEventListener('gc-update-session', veto);
    element.afterResolve = 'stay';
    await resolve();
    await until(() => actors.row(0).status === 'resolved');
    expect(chosen(made)).to.equal(0);
    element.afterResolve = 'list';
    await opened(made, 'Tom');
    await resolve();
    await until(() => chosen(made) === -1);
  });

  it('stays where the page says nothing that is known', async () => {
    const made = await inboxFixture(PEOPLE);
    const { element, actors } = made;
    await opened(made, 'Ida');
    for (const value of [null, undefined, 'lsit']) {
      element.afterResolve = value as unknown as typeof element.afterResolve;
      (await seek(element, 'button', 'Resolve')).click();
      await until(() => actors.row(0).status === 'resolved');
      expect(chosen(made), String(value)).to.equal(0);
      (await seek(element, 'button', 'Reopen')).click();
      await until(() => actors.row(0).status === 'open');
    }
  });

  it('that was snoozed, and taking it back, lets it sleep on', async () => {
    const snoozedUntil = Date.now() + 3_600_000;
    const made = await inboxFixture([{ name: 'Ida', lines: ['v: Hello'], row: { snoozedUntil } }]);
    const { element, actors } = made;
    element.afterResolve = 'list';
    await opened(made, 'Ida');
    (await seek(element, 'button', 'Resolve')).click();
    await until(() => actors.row(0).status === 'resolved');
    expect(actors.row(0).snoozedUntil).to.equal(null);
    (await seek(element, 'button', 'Undo')).click();
    await until(() => actors.row(0).status === 'open');
    expect(actors.row(0).snoozedUntil).to.equal(snoozedUntil);
  });
});

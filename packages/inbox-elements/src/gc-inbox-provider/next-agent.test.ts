import { expect } from '@open-wc/testing';
import { storageKey } from '@globalchat/core';
import { JONAS, MARA } from '../../test/actors.ts';
import { find, findAll, nameOf, seek, inboxFixture, type, until } from '../../test/fixture.ts';
import { StoredNoteDrafts } from '../connection/note-drafts.ts';
import type { InboxFixture } from '../../test/fixture.ts';

const SECRETS = ['half a reply', 'half a note'];

/** Mara has a conversation open, a reply and a note begun, the list filtered, and her sounds off. */
async function maraAtWork(): Promise<InboxFixture> {
  const made = await inboxFixture([{ name: 'Ida', lines: ['v: One'] }]);
  const { element, choose, inbox } = made;
  await choose('Ida');
  type(await seek(element, 'textbox', 'Reply'), 'half a reply');
  (await seek(element, 'tab', 'Note')).click();
  type(await seek(element, 'textbox', 'Note'), 'half a note');
  inbox.setFilters({ status: 'open', assignedTo: 'nobody' });
  (await seek(element, 'button', 'Notifications')).click();
  const sound = await until(() =>
    findAll(element, 'menuitemcheckbox').find((item) => nameOf(item).startsWith('Sound')),
  );
  sound.click();
  await until(() => sound.ariaChecked === 'false');
  return made;
}

/** The names of what this browser keeps. */
const keptNames = (): string[] => [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
/** All that this browser keeps, names and values. */
const kept = (): string => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);

describe('the next agent at the same browser', () => {
  beforeEach(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()));
  afterEach(() => localStorage.clear());

  for (const [how, leave] of [
    ['a sign-out elsewhere', ({ actors }: InboxFixture) => actors.agent.setUser(null)],
    ['a switch of users without one', ({ actors }: InboxFixture) => actors.agent.setUser(JONAS.userId)],
    [
      'a removal from the team',
      ({ actors: { backend }, inbox }: InboxFixture) => {
        backend.team.tenants.get(backend.tenantId)?.agents.splice(0, 1);
        void inbox.refresh();
      },
    ],
  ] as const) {
    it(`gets nothing of the last one after ${how}`, async () => {
      const made = await maraAtWork();
      const { element, actors, provider, inbox, choose } = made;
      expect(kept()).to.contain('half a note');
      expect(kept()).to.contain('"sound\\":false');
      const own = storageKey(`inbox:${inbox.project}:${actors.backend.tenantId}:${MARA.userId}:`);
      expect(keptNames().filter((name) => !name.startsWith(own))).to.deep.equal([]);
      leave(made);
      await until(() => provider.sessionId === null, 'no conversation is open');
      await until(() => find(element, 'textbox', 'Note') === null, 'nor is its box');
      for (const secret of SECRETS) expect(kept()).to.not.contain(secret);
      await until(() => !kept().includes('sound'), 'the sounds are forgotten');
      expect(keptNames()).to.deep.equal([]);
      expect(inbox.get().filters).to.deep.equal({});
      actors.agent.setUser(JONAS.userId);
      await inbox.start();
      await until(() => inbox.get().me?.userId === JONAS.userId && find(element, 'list'));
      await choose('Ida');
      for (const name of ['Reply', 'Note'] as const) {
        (await seek(element, 'tab', name)).click();
        expect(await seek(element, 'textbox', name)).to.have.property('value', '');
      }
    });
  }

  it('is not needed for clear words to one who was taken off the team', async () => {
    const { element, actors, inbox } = await inboxFixture([{ name: 'Ida', lines: ['v: One'] }]);
    const { backend } = actors;
    actors.agent.faults.failNext('listSessions', 'not_allowed');
    await inbox.refresh();
    expect(find(element, 'list', 'Conversations'), 'a refusal alone is no removal').to.not.equal(null);
    backend.team.tenants.get(backend.tenantId)?.agents.splice(0, 1);
    await inbox.refresh();
    await until(() => find(element, 'status')?.textContent?.startsWith('You are no longer on this team.'));
    expect(find(element, 'list', 'Conversations')).to.equal(null);
  });

  it('of another project takes nothing of this one, whoever leaves there', async () => {
    const drafts = new StoredNoteDrafts();
    drafts.use('one:t1:mara', 'one');
    drafts.set('s1', 'half a note');
    for (const agent of ['two:t1:jonas', null] as const) {
      drafts.use(agent, 'two');
      expect(drafts.get('s1')).to.equal('');
    }
    drafts.use('one:t1:mara', 'one');
    expect(drafts.get('s1')).to.equal('half a note');
    drafts.use(null, 'one');
    expect(keptNames()).to.deep.equal([]);
  });

  it('finds no note of somebody whose session ended while the page was closed', async () => {
    sessionStorage.setItem(storageKey(`inbox:memory:t1:${MARA.userId}:note-draft:s1`), 'half a note');
    const { element } = await inboxFixture([], { signedOut: true });
    await seek(element, 'textbox', 'Email');
    expect(keptNames()).to.deep.equal([]);
  });
});

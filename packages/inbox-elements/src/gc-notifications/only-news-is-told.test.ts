import { expect } from '@open-wc/testing';
import { buildInboxSession } from '@globalchat/core/testing';
import { backgroundPage, notifierStarted } from '../../test/environment.ts';
import type { PageEnvironment } from '../../test/environment.ts';
import { MARA, JONAS } from '../../test/actors.ts';
import { findAll, mount, nameOf, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';
import { NewMessageDetector } from './new-message-detector.ts';

const OWN_TITLE = 'Fjellhus support';
const PEOPLE = [
  { name: 'Ida', lines: ['v: Is the cabin free?'], row: { assignedTo: MARA.userId } },
  { name: 'Tomás', lines: ['v: Hello?'], minutesAgo: 5 },
  { name: 'Chiara', lines: ['v: Thanks!'], minutesAgo: 9, row: { assignedTo: JONAS.userId } },
];

/** An inbox whose agent looks elsewhere. */
async function watched(
  options: Parameters<typeof inboxFixture>[1] = {},
): Promise<InboxFixture & { page: PageEnvironment }> {
  document.title = OWN_TITLE;
  const page = backgroundPage();
  const fixture = await inboxFixture(PEOPLE, options);
  await notifierStarted();
  return { ...fixture, page };
}

const titled = (title: string): Promise<true> => until(() => document.title === title, title);

describe('only news is told', () => {
  it('nothing of what was there at load, and each new message once', async () => {
    const { actors, page } = await watched();
    expect([document.title, page.sounds]).to.deep.equal([OWN_TITLE, 0]);
    actors.say(0, 'v: With a dog?');
    await titled(`(1) ${OWN_TITLE}`);
    actors.say(1, 'v: Anybody?');
    actors.say(1, 'v: Please?');
    await titled(`(3) ${OWN_TITLE}`);
    expect(page.sounds).to.equal(1);
  });

  it('nothing that this agent or a colleague wrote, tagged or took', async () => {
    const { actors, element, inbox, choose, page } = await watched();
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), 'It is.');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => said(element).includes('It is.'));
    actors.say(1, 'j: I am here.');
    await inbox.update([actors.ids[1] ?? ''], { tags: ['Late'] });
    actors.say(0, 'v: Good!');
    await titled(`(1) ${OWN_TITLE}`);
    expect(page.sounds).to.equal(1);
  });

  it('nothing that no visitor wrote, even where nobody has read it', () => {
    const session = buildInboxSession({ lastSeq: 3, lastMessageBy: 'visitor', agentUnread: 2 });
    for (const by of ['agent', 'system'] as const) {
      const news = new NewMessageDetector([session]);
      expect(news.read([{ ...session, lastSeq: 4, lastMessageBy: by }], 'heard')).to.deep.equal([]);
      expect(news.read([{ ...session, lastSeq: 5 }], 'heard').map(({ count }) => count)).to.deep.equal([1]);
    }
  });

  it('nothing of a message that was taken back before it was told', () => {
    const session = buildInboxSession({ lastSeq: 3, lastMessageBy: 'visitor' });
    const news = new NewMessageDetector([session]);
    expect(news.read([{ ...session, lastSeq: 4, agentUnread: 0 }], 'read-again')).to.deep.equal([]);
    expect(
      news.read([{ ...session, lastSeq: 7, agentUnread: 2 }], 'read-again').map(({ count }) => count),
    ).to.deep.equal([2]);
  });

  it('after an absence: what came meanwhile, also in conversations that were never listed', () => {
    const at = (id: string, updatedAt: number, lastSeq = 1) =>
      buildInboxSession({
        id,
        updatedAt,
        lastMessageAt: updatedAt,
        lastSeq,
        agentUnread: lastSeq,
        lastMessageBy: 'visitor',
      });
    const news = new NewMessageDetector([at('a', 1000)]);
    expect(news.read([at('b', 5000), at('a', 1000)], 'read-again')).to.deep.equal([]);
    const told = news.read([at('c', 6000), at('b', 5500, 3), at('d', 4000)], 'read-again');
    expect(told.map(({ session, count }) => `${session.id}${count}`)).to.deep.equal(['c1', 'b2']);
  });

  it('nothing of a colleague’s conversations, unless all are wanted', async () => {
    const { actors, element } = await watched();
    actors.say(2, 'v: One more thing');
    actors.say(0, 'v: Hi');
    await titled(`(1) ${OWN_TITLE}`);
    const notifications = await until(() => element.shadowRoot?.querySelector('gc-notifications'));
    notifications.scope = 'all';
    actors.say(2, 'v: And another');
    await titled(`(2) ${OWN_TITLE}`);
  });

  it('nothing to somebody who looks at the page', async () => {
    const { actors, page, inbox } = await watched();
    page.look(true);
    actors.say(1, 'v: Seen at once');
    await until(() => inbox.get().sessions[0]?.lastMessagePreview === 'Seen at once');
    expect([document.title, page.sounds]).to.deep.equal([OWN_TITLE, 0]);
  });

  it('also what the list does not show: another filter, a conversation that is new', async () => {
    const { actors } = await watched({ filters: { status: 'resolved' } });
    actors.say(1, 'v: Hello again');
    await titled(`(1) ${OWN_TITLE}`);
    actors.add({ name: 'Newcomer', lines: ['v: First words'], minutesAgo: 0 });
    await titled(`(2) ${OWN_TITLE}`);
  });

  it('a burst of a hundred messages with one sound, in a right count', async () => {
    const { actors, page } = await watched();
    for (let number = 0; number < 100; number++) actors.say(number % 2, `v: Line ${number}`);
    await titled(`(99+) ${OWN_TITLE}`);
    expect(page.sounds).to.equal(1);
  });

  it('without a sound before the agent did anything on the page', async () => {
    const { actors, page } = await watched();
    page.gesture = false;
    actors.say(0, 'v: Hi');
    await titled(`(1) ${OWN_TITLE}`);
    expect(page.sounds).to.equal(0);
  });
});

describe('the page’s title', () => {
  it('comes back when the agent does, and when the element goes', async () => {
    const { actors, page, provider } = await watched();
    actors.say(0, 'v: Hi');
    await titled(`(1) ${OWN_TITLE}`);
    page.look(true);
    expect(document.title).to.equal(OWN_TITLE);
    page.look(false);
    actors.say(0, 'v: Hi again');
    await titled(`(1) ${OWN_TITLE}`);
    provider.remove();
    expect(document.title).to.equal(OWN_TITLE);
  });

  it('may change meanwhile: the count stays in front, and the newest comes back', async () => {
    const { actors, page } = await watched();
    actors.say(0, 'v: Hi');
    await titled(`(1) ${OWN_TITLE}`);
    document.title = 'Orders';
    await titled('(1) Orders');
    document.title += ' today';
    await titled('(1) Orders today');
    document
      .querySelector('title')
      ?.replaceWith(Object.assign(document.createElement('title'), { textContent: 'New page $& (2)' }));
    await titled('(1) New page $& (2)');
    actors.say(0, 'v: There?');
    await titled('(2) New page $& (2)');
    page.look(true);
    expect(document.title).to.equal('New page $& (2)');
  });

  it('bears a second count of somebody else', async () => {
    const { actors, page, provider, inbox } = await watched();
    const second = document.createElement('gc-inbox-provider');
    second.inbox = inbox;
    second.append(document.createElement('gc-notifications'));
    mount(second);
    await notifierStarted();
    actors.say(0, 'v: Hi');
    await until(() => document.title.includes('(1)'));
    page.look(true);
    provider.remove();
    expect(document.title).to.equal(OWN_TITLE);
  });
});

describe('what concerns this agent alone is told', () => {
  it('a mention: title, sound, notification, a mark in the list, and a view of them', async () => {
    const { actors, page, element, choose } = await watched();
    const colleague = actors.backend.agent({ userId: JONAS.userId });
    const note = (index: number, mentions: readonly string[], noteId = crypto.randomUUID()) =>
      colleague.addNote({ noteId, sessionId: actors.ids[index] ?? '', content: '@Mara please', mentions });
    const marked = () =>
      findAll(element, 'listitem')
        .filter((row) => row.textContent?.includes('Mentions you'))
        .map(nameOf);
    await note(1, [JONAS.userId]);
    const { id } = await note(2, [MARA.userId]);
    await titled(`(1) ${OWN_TITLE}`);
    await colleague.updateNote(id, '@Mara, please!', [MARA.userId]);
    await until(() => marked().join() === 'Chiara');
    expect(page.sounds).to.equal(1);
    expect(document.title, 'an edit is no second mention').to.equal(`(1) ${OWN_TITLE}`);
    (await seek(element, 'button', 'Mentions')).click();
    const rows = () => findAll(element, 'listitem').map(nameOf).join();
    await until(() => rows() === 'Chiara');
    await note(0, [MARA.userId]);
    await until(() => rows() === 'Ida,Chiara', 'the view follows');
    await choose('Chiara');
    await until(() => marked().join() === 'Ida', 'looked at');
  });

  it('an assignment by somebody else', async () => {
    const { actors, element, page } = await watched();
    const colleague = actors.backend.agent({ userId: JONAS.userId });
    await colleague.updateSession(actors.ids[1] ?? '', { assignedTo: JONAS.userId });
    await colleague.updateSession(actors.ids[1] ?? '', { assignedTo: MARA.userId });
    await titled(`(1) ${OWN_TITLE}`);
    expect(page.sounds).to.equal(1);
    await colleague.updateSession(actors.ids[0] ?? '', { assignedTo: null });
    await colleague.updateSession(actors.ids[1] ?? '', { tags: ['vip'] });
    await until(() => findAll(element, 'listitem').some((row) => row.textContent?.includes('vip')));
    expect(document.title).to.equal(`(1) ${OWN_TITLE}`);
  });
});

import { expect } from '@open-wc/testing';
import { find, findAll, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const TWO = [
  { name: 'Ida', lines: ['v: One'] },
  { name: 'Tomás', lines: ['v: Two'], minutesAgo: 5 },
];

const text = (element: Element, name: 'Reply' | 'Note') =>
  (find(element, 'textbox', name) as HTMLTextAreaElement | null)?.value;

describe('drafts', () => {
  it('belong to one conversation and one mode, and wait there', async () => {
    const { element, choose } = await inboxFixture(TWO);
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), 'reply to Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'note on Ida');
    await choose('Tomás');
    await until(() => text(element, 'Reply') === '');
    (await seek(element, 'tab', 'Note')).click();
    await until(() => text(element, 'Note') === '');
    (await seek(element, 'tab', 'Reply')).click();
    type(await seek(element, 'textbox', 'Reply'), 'reply to Tomás');
    await choose('Ida');
    await until(() => text(element, 'Reply') === 'reply to Ida');
    (await seek(element, 'tab', 'Note')).click();
    await until(() => text(element, 'Note') === 'note on Ida');
  });

  it('survive leaving the conversation for the list', async () => {
    const { element, choose } = await inboxFixture(TWO, { width: 390 });
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'half a note');
    (await seek(element, 'button', 'Back')).click();
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    await until(() => text(element, 'Note') === 'half a note');
  });

  it('are gone once sent, and only then', async () => {
    const { element, choose, actors, inbox } = await inboxFixture(TWO);
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), 'sent');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => text(element, 'Reply') === '');
    expect(inbox.thread(actors.ids[0] ?? '').get().draft).to.equal('');
  });

  it('of a note stay in the box when the database refuses, with a word about it', async () => {
    const { element, choose, actors } = await inboxFixture(TWO);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'important');
    actors.agent.faults.failNext('addNote', 'not_allowed');
    (await seek(element, 'button', 'Add note')).click();
    await until(() =>
      findAll(element, 'alert').some((alert) => alert.textContent?.includes('Couldn’t save the note')),
    );
    expect(text(element, 'Note')).to.equal('important');
  });

  it('come back when a reply is refused before it was queued', async () => {
    const { element, choose, provider } = await inboxFixture(TWO);
    await choose('Ida');
    provider.addEventListener('gc-send-reply', (event) => event.respondWith(Promise.reject(new Error('no'))));
    type(await seek(element, 'textbox', 'Reply'), 'precious');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => text(element, 'Reply') === 'precious');
  });

  it('stay when nobody takes the reply', async () => {
    const { element, choose, provider } = await inboxFixture(TWO);
    await choose('Ida');
    provider.addEventListener('gc-send-reply', (event) => event.preventDefault());
    type(await seek(element, 'textbox', 'Reply'), 'vetoed');
    (await seek(element, 'button', 'Send reply')).click();
    expect(text(element, 'Reply')).to.equal('vetoed');
  });
});

import { expect } from '@open-wc/testing';
import { buildAgent, buildInboxSession, buildMessage, buildNote } from '@globalchat/core/testing';
import type { ConversationMessage } from '@globalchat/core';
import { find, findAll, mount, said, seek, type, until } from '../../test/fixture.ts';

const session = buildInboxSession({
  id: 's1',
  visitorName: 'Ida',
  lastSeq: 1,
  lastMessageAt: Date.now(),
  lastMessagePreview: 'Hello',
});

const message = (seq: number, content: string): ConversationMessage => ({
  ...buildMessage({ seq, content, sessionId: 's1' }),
  delivery: 'sent',
  error: null,
});

/** Every intent that reaches the page, as type and what it carries. */
function hear(element: Element, ...types: string[]): Record<string, unknown>[] {
  const heard: Record<string, unknown>[] = [];
  for (const name of types)
    element.addEventListener(name, (event) => void heard.push({ ...event, type: name }));
  return heard;
}

describe('elements without a provider', () => {
  it('list, choose', async () => {
    const list = mount(document.createElement('gc-session-list'));
    list.sessions = [session, buildInboxSession({ id: 's2', visitorName: 'Sam' })];
    list.selected = 's2';
    const heard = hear(list, 'gc-select');
    (await seek(list, 'button', 'Ida')).click();
    expect(heard).to.deep.equal([{ type: 'gc-select', sessionId: 's1', place: null, isTrusted: false }]);
    expect(find(list, 'button', 'Sam')?.getAttribute('aria-current')).to.equal('true');
  });

  it('show a conversation with its notes, and what can be done about it', async () => {
    const thread = mount(document.createElement('gc-thread'));
    thread.style.inlineSize = '800px';
    thread.style.blockSize = '500px';
    thread.session = session;
    thread.messages = [message(1, 'Hello'), message(2, 'World')];
    thread.notes = [buildNote({ content: 'Careful', createdAt: Date.now() })];
    await seek(thread, 'region', 'Conversation with Ida');
    await until(() => said(thread).length === 3);
    expect(said(thread)).to.deep.equal(['Hello', 'World', 'Careful']);
    const heard = hear(thread, 'gc-update-session');
    (await seek(thread, 'button', 'Resolve')).click();
    expect(heard).to.deep.equal([
      { type: 'gc-update-session', sessionIds: ['s1'], changes: { status: 'resolved' }, isTrusted: false },
    ]);
  });

  it('say that nothing is chosen', async () => {
    const thread = mount(document.createElement('gc-thread'));
    await until(() => thread.shadowRoot?.textContent?.includes('Choose a conversation'));
    expect(find(thread, 'region')).to.equal(null);
  });

  it('take a reply, and keep it until somebody took it', async () => {
    const reply = mount(document.createElement('gc-reply'));
    reply.session = session;
    reply.draft = 'As I was saying';
    const box = (await seek(reply, 'textbox', 'Reply')) as HTMLTextAreaElement;
    expect(box.value).to.equal('As I was saying');
    (await seek(reply, 'button', 'Send reply')).click();
    expect(box.value).to.equal('As I was saying');
    const sent: string[] = [];
    reply.addEventListener('gc-send-reply', (event) => {
      sent.push(event.content);
      event.respondWith(Promise.resolve());
    });
    type(box, '!');
    (await seek(reply, 'button', 'Send reply')).click();
    await until(() => box.value === '');
    expect(sent).to.deep.equal(['As I was saying!']);
  });
});

describe('editors and details without a provider', () => {
  it('assign to a team given as a property, and filter by counts given as properties', async () => {
    const assignee = mount(document.createElement('gc-assignee'));
    assignee.session = session;
    assignee.team = [buildAgent({ userId: 'u1', displayName: 'Mara' })];
    (await seek(assignee, 'button', 'Assignee: Nobody')).click();
    const heard = hear(assignee, 'gc-update-session');
    (await seek(assignee, 'menuitemradio', 'Mara')).click();
    expect(heard[0]?.['changes']).to.deep.equal({ assignedTo: 'u1' });

    const filters = mount(document.createElement('gc-filters'));
    filters.counts = { open: 12, pending: 4, snoozed: 0, resolved: 9 };
    filters.filters = { assignedTo: 'me' };
    await seek(filters, 'tab', 'Open 12');
    expect(findAll(filters, 'tab').map((tab) => tab.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
      'All',
      'Open 12',
      'Pending 4',
      'Snoozed',
      'Resolved',
    ]);
    const wanted = hear(filters, 'gc-filter');
    (await seek(filters, 'tab', 'Snoozed')).click();
    expect(wanted[0]?.['filters']).to.deep.equal({ assignedTo: 'me', snoozed: true });
    (await seek(filters, 'button', 'Unread')).click();
    expect(wanted[1]?.['filters']).to.deep.equal({ assignedTo: 'me', snoozed: true, unread: true });
  });

  it('tell about a visitor and earlier conversations', async () => {
    const visitor = mount(document.createElement('gc-visitor'));
    visitor.session = buildInboxSession({
      id: 's1',
      visitorName: 'Ida',
      visitorEmail: 'ida@lindqvist.se',
      visitorVerified: true,
      rating: 5,
      ratingComment: 'Lovely',
      visitorMetadata: {
        page_url: 'https://fjellhus.no/cabins',
        time_zone: 'Europe/Stockholm',
        locale: 'sv',
        browser: 'Firefox 148',
        os: 'macOS',
        attributes: { plan: 'Regular' },
      },
    });
    visitor.previous = [
      { id: 's0', status: 'resolved', lastMessagePreview: 'Thanks', lastMessageAt: Date.now() },
    ];
    const text = await until(() => visitor.shadowRoot?.textContent);
    for (const expected of [
      'Verified',
      'ida@lindqvist.se',
      'Firefox 148 on macOS',
      'Swedish',
      'fjellhus.no/cabins',
      'plan',
      'Regular',
      'Rated 5 of 5: Lovely',
    ]) {
      expect(text).to.include(expected);
    }
    const heard = hear(visitor, 'gc-select');
    find(visitor, 'button')?.click();
    expect(heard[0]?.['sessionId']).to.equal('s0');
  });
});

import { expect } from '@open-wc/testing';
import { createStore } from '@globalchat/core';
import type { Session, VisitorChat, VisitorChatState } from '@globalchat/core';
import { buildSession, buildWidgetConfig, createMemoryEnvironment } from '@globalchat/core/testing';
import { startUnreadNotifier } from './unread-notifier.ts';

/** What a chat tells, and what becomes of the page's title while nobody looks. */
function scene(sessions: readonly Session[]) {
  const life = new AbortController();
  const environment = createMemoryEnvironment();
  environment.setVisible(false);
  const store = createStore<VisitorChatState>({
    status: 'ready',
    config: buildWidgetConfig(),
    sessions,
    restored: true,
    unread: 0,
    connection: 'live',
    error: null,
    identity: null,
  });
  document.title = 'Cabins';
  startUnreadNotifier({
    chat: { ...store, widgetId: 'widget' } as unknown as VisitorChat,
    environment,
    preferences: {
      get: () => ({ muted: true, notify: null, emoji: [] }),
      set: () => undefined,
      clear: () => undefined,
    },
    knownState: store.get(),
    signal: life.signal,
  });
  return {
    async tell(changes: Partial<VisitorChatState>): Promise<string> {
      store.patch(changes);
      await Promise.resolve();
      return document.title;
    },
    end: () => life.abort(),
  };
}

describe('what is unread', () => {
  const answered = buildSession({ id: 'one', lastSeq: 2, lastMessageBy: 'agent' });

  it('is an answer that comes, and it is none any more when it was read in another tab', async () => {
    const one = scene([answered]);
    expect(await one.tell({ sessions: [{ ...answered, lastSeq: 3 }], unread: 1 })).to.equal('(1) Cabins');
    expect(
      await one.tell({ sessions: [{ ...answered, lastSeq: 3, visitorReadSeq: 3 }], unread: 0 }),
    ).to.equal('Cabins');
    expect(await one.tell({ sessions: [{ ...answered, lastSeq: 5 }], unread: 2 })).to.equal('(2) Cabins');
    one.end();
    expect(document.title).to.equal('Cabins');
  });

  it('is no conversation of before that is only seen now: somebody was identified', async () => {
    const one = scene([]);
    expect(await one.tell({ sessions: [answered], unread: 2 })).to.equal('Cabins');
    one.end();
  });

  it('is nothing that the visitor wrote, and no change of what was read', async () => {
    const one = scene([answered]);
    const own: Session = { ...answered, lastSeq: 3, lastMessageBy: 'visitor' };
    expect(await one.tell({ sessions: [own], unread: 1 })).to.equal('Cabins');
    expect(await one.tell({ unread: 0 })).to.equal('Cabins');
    expect(await one.tell({ unread: 3 })).to.equal('Cabins');
    one.end();
  });
});

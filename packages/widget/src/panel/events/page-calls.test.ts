// Risk: what a page tells of its visitor is sent before they act, lost, or told of another person; or the page learns more
// than it may.
import { expect } from '@open-wc/testing';
import { createMemoryBackend, createMemoryEnvironment } from '@globalchat/core/testing';
import type { MemoryBackend } from '@globalchat/core/testing';
import '../../define.ts';
import type { GlobalChatElement } from '../../element/global-chat.ts';
import type { GlobalChatEventMap } from '../../events.ts';
import { systemClock } from '../../../../../tools/test-kit/clocks.ts';
import { createUntil } from '../../../../../tools/test-kit/until.ts';

const until = createUntil({ patience: 6000 });
const mounted: Element[] = [];
afterEach(() => {
  for (const element of mounted.splice(0)) element.remove();
});

function put(backend: MemoryBackend): GlobalChatElement {
  const chat = document.createElement('global-chat');
  Object.assign(chat, {
    widgetId: backend.widgetId,
    transport: backend.visitor(),
    environment: createMemoryEnvironment({ clock: systemClock }),
  });
  mounted.push(chat);
  document.body.append(chat);
  return chat;
}

const heard = <Name extends keyof GlobalChatEventMap>(
  chat: GlobalChatElement,
  name: Name,
): GlobalChatEventMap[Name][] => {
  const events: GlobalChatEventMap[Name][] = [];
  chat.addEventListener(name, (event) => events.push(event as GlobalChatEventMap[Name]));
  return events;
};
const token = (sub: string): string => JSON.stringify({ sub, name: sub });

describe('what a page tells of its visitor', () => {
  it('reaches the team with the first conversation, and is told to the page', async () => {
    const backend = createMemoryBackend();
    const chat = put(backend);
    const [attributes, identities] = [heard(chat, 'gc-attributes'), heard(chat, 'gc-identify')];
    chat.setAttributes({ plan: 'pro' });
    chat.track('added_to_cart', { sku: 'A-1' });
    chat.identify(async () => token('user-1'));
    await chat.send('Hello');
    await until(() => backend.database.sessions()[0]?.visitorVerified);
    await until(() => backend.database.sessions()[0]?.visitorEvents[0]);
    const [session] = backend.database.sessions();
    expect(session?.visitorEvents[0]?.name).to.equal('added_to_cart');
    expect(session?.visitorMetadata['attributes']).to.deep.equal({ plan: 'pro' });
    await until(() => identities[0]);
    expect([identities[0]?.verified, identities[0]?.externalId]).to.deep.equal([true, 'user-1']);
    expect(attributes.map((event) => event.attributes)).to.deep.equal([{ plan: 'pro' }]);
  });

  it('has the time at which it was done, not that at which the chat was opened', async () => {
    const backend = createMemoryBackend();
    const chat = put(backend);
    const { Date: PageDate } = globalThis;
    const before = Date.now() - 3_600_000;
    globalThis.Date = class extends PageDate {
      constructor() {
        super(before);
      }
    } as DateConstructor;
    try {
      chat.track('looked_at_prices');
    } finally {
      globalThis.Date = PageDate;
    }
    chat.track('asked');
    await chat.send('Hello');
    await until(() => backend.database.sessions()[0]?.visitorEvents[1]);
    const [looked, asked] = backend.database.sessions()[0]!.visitorEvents;
    expect(looked!.at).to.be.closeTo(before, 60_000);
    expect(asked!.at).to.be.closeTo(Date.now(), 60_000);
  });

  it('is details that prove nothing, when it is an object', async () => {
    const backend = createMemoryBackend();
    const chat = put(backend);
    const identities = heard(chat, 'gc-identify');
    chat.identify({ name: 'Ines' });
    chat.open();
    await until(() => identities[0]);
    expect([identities[0]?.verified, identities[0]?.externalId]).to.deep.equal([false, null]);
    await chat.send('Hello');
    await until(() => backend.database.sessions()[0]?.visitorName === 'Ines');
    expect(backend.database.sessions()[0]?.visitorVerified).to.equal(false);
  });

  it('holds no message back when it is wrong: that detail is left out, and the page is told', async () => {
    const wrong: readonly unknown[] = [
      { name: 'Ines', email: 'ines' },
      { name: 'Ines', email: 'ines@example', clientVisitorId: 7 },
      { name: 'Ines', email: `${'i'.repeat(250)}@example.com` },
      { name: 'Ines', email: null, clientVisitorId: 'c'.repeat(129) },
      { name: 'Ines', email: 'ines\0@example.com', clientVisitorId: '\ud800' },
    ];
    for (const visitor of wrong) {
      const backend = createMemoryBackend();
      const chat = put(backend);
      const errors = heard(chat, 'gc-error');
      chat.identify(visitor as { name: string });
      await chat.send('Hello');
      await until(() => backend.database.sessions()[0], JSON.stringify(visitor));
      const [session] = backend.database.sessions();
      expect([session?.visitorName, session?.visitorEmail, session?.clientVisitorId]).to.deep.equal([
        'Ines',
        null,
        null,
      ]);
      expect(errors.map(({ code }) => code)).to.deep.equal(['invalid_argument']);
    }
  });

  it('of nobody is nothing, and what the page calls after it is heard', async () => {
    for (const nobody of [null, undefined, 7]) {
      const backend = createMemoryBackend();
      const chat = put(backend);
      const attributes = heard(chat, 'gc-attributes');
      chat.identify(nobody as unknown as { name: string });
      chat.setAttributes({ plan: 'pro' });
      await chat.send('Hello');
      await until(() => backend.database.sessions()[0]);
      await until(() => attributes.length === 1, String(nobody));
    }
  });

  it('is told of by a code when there is no token, and the chat goes on', async () => {
    const backend = createMemoryBackend();
    const chat = put(backend);
    const errors = heard(chat, 'gc-error');
    chat.identify(() => Promise.reject(new Error('500')));
    chat.track('');
    await chat.send('Hello');
    await until(() => backend.database.sessions()[0]?.lastSeq === 1);
    await chat.send('And again');
    await until(() => errors.length === 2);
    expect(errors.map(({ code }) => code).sort()).to.deep.equal(['identity_unavailable', 'invalid_argument']);
  });

  it('of somebody else begins anew: nobody reads or writes on as the one before', async () => {
    const backend = createMemoryBackend();
    const chat = put(backend);
    const resets = heard(chat, 'gc-reset');
    chat.identify(token('user-1'));
    await chat.send('I am the first');
    await until(() => backend.database.sessions()[0]?.visitorVerified);
    chat.identify(token('user-2'));
    await until(() => resets[0]);
    await chat.send('I am the second');
    await until(() => backend.database.sessions().length === 2);
    await until(() => backend.database.sessions().every(({ visitorVerified }) => visitorVerified));
    const said = backend.database
      .sessions()
      .map(({ id, visitorName }) => [visitorName, backend.database.messages(id).length]);
    expect(said).to.have.deep.members([
      ['user-1', 1],
      ['user-2', 1],
    ]);
  });
});

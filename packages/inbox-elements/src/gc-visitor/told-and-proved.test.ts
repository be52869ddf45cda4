// Risk: an agent takes a name that anybody could type for a proven one, or does not see what the page told of its visitor.
import { expect } from '@open-wc/testing';
import { inboxFixture, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';

const EVIL = '<img src=x onerror="window.hacked=1">';
const ID = '019b0000-0000-7000-8000-0000000000e1';

const shown = (element: Element, tag: string): Promise<ShadowRoot> =>
  until(() => {
    const root = element.shadowRoot?.querySelector(tag)?.shadowRoot;
    return root?.textContent?.trim() ? root : null;
  });

const textOf = (root: ShadowRoot): string => root.textContent?.replace(/\s+/g, ' ') ?? '';

async function chosen(conversation: Parameters<typeof inboxFixture>[0][number]): Promise<{
  readonly fixture: InboxFixture;
  readonly visitor: ShadowRoot;
  readonly thread: ShadowRoot;
}> {
  const fixture = await inboxFixture([conversation]);
  await fixture.choose(conversation.name ?? 'Visitor');
  const visitor = await shown(fixture.element, 'gc-visitor');
  await until(() => visitor.querySelector('section'));
  return { fixture, visitor, thread: await shown(fixture.element, 'gc-thread') };
}

describe('who a visitor says to be', () => {
  it('is told apart from who they are proved to be, in words, in the header and beside it', async () => {
    const { visitor, thread, fixture } = await chosen({
      name: 'Ines',
      email: 'ines@example.com',
      lines: ['v: Hi'],
    });
    expect(textOf(visitor)).to.include('Not verified');
    expect(textOf(thread)).to.include('Not verified');
    expect(thread.querySelector('.verified')).to.equal(null);
    fixture.actors.backend.database.setSession(fixture.actors.ids[0] ?? '', { visitorVerified: true });
    await until(() => thread.querySelector('.verified'));
    await until(() => visitor.querySelector('.verified'));
    expect(textOf(visitor)).to.include('Verified').not.to.include('Not verified');
    expect(textOf(thread)).to.include('Verified').not.to.include('Not verified');
  });

  it('is nothing to be verified for somebody who said nothing', async () => {
    const fixture = await inboxFixture([{ lines: ['v: Hi'] }]);
    await fixture.choose('Visitor 0001');
    const visitor = await shown(fixture.element, 'gc-visitor');
    await until(() => visitor.querySelector('section'));
    expect(textOf(visitor)).to.not.include('erified');
  });
});

describe('what a page told of its visitor', () => {
  it('shows in the trail, by time, as text, and comes while one looks', async () => {
    const at = Date.now();
    const { visitor, fixture } = await chosen({
      name: 'Ines',
      lines: ['v: Hi'],
      metadata: {
        page_url: 'https://shop.example/cart',
        pages: [{ url: 'https://shop.example/pricing', at: at - 300_000 }],
      },
      row: {
        visitorEvents: [
          { id: ID, name: 'searched', properties: {}, at: at - 600_000 },
          { id: ID.replace('e1', 'e2'), name: EVIL, properties: { [EVIL]: EVIL }, at: at - 60_000 },
        ],
      },
    });
    expect(textOf(visitor)).to.include('Pages and events');
    const steps = (): string[] =>
      [...visitor.querySelectorAll('.trail li')].map((step) => step.textContent?.trim().split('\n')[0] ?? '');
    expect(steps().map((step) => step.slice(0, 8))).to.deep.equal([
      'shop.exa',
      '<img src',
      '/pricing',
      'searched',
    ]);
    expect(visitor.querySelector('img')).to.equal(null);
    const { database } = fixture.actors.backend;
    const session = fixture.actors.row(0);
    database.track(
      { side: 'visitor', userId: session.visitorId, tenantId: null, name: null, avatarUrl: null },
      session.id,
      [
        {
          id: ID.replace('e1', 'e3'),
          name: 'added_to_cart',
          properties: { sku: 'A-1', price: 9.5 },
          ageMs: 0,
        },
      ],
    );
    await until(() => textOf(visitor).includes('added_to_cart'));
    expect(textOf(visitor)).to.include('sku: A-1, price: 9.5');
    expect(steps()[1]?.startsWith('added_to_cart')).to.equal(true);
  });

  it('leaves the name its room on a phone', async () => {
    const fixture = await inboxFixture(
      [{ name: 'Paul Krüger', email: 'paul@example.com', lines: ['v: Hi'] }],
      {
        width: 390,
      },
    );
    await fixture.choose('Paul Krüger');
    const thread = fixture.element.shadowRoot!.querySelector('gc-thread')!.shadowRoot!;
    await until(() => thread.querySelector('.unverified'));
    const { scrollWidth, clientWidth } = thread.querySelector('h2')!;
    expect(scrollWidth).to.be.at.most(clientWidth);
  });

  it('says which message a conversation answers, by its words, and by its name where the owner took it away', async () => {
    const { fixture, visitor } = await chosen({
      name: 'Ines',
      lines: ['v: Hi'],
      metadata: { trigger: 'gone' },
    });
    expect(textOf(visitor)).to.include('Started from: gone').not.to.include('Attributes');
    const { backend } = fixture.actors;
    const widget = backend.database.widgets.get(backend.widgetId);
    if (widget) {
      const triggers = new Map([['pricing', 'Questions about prices?']]);
      backend.database.widgets.set(backend.widgetId, { ...widget, triggers });
    }
    const id = fixture.actors.add({ name: 'Omar', lines: ['v: Yes'], metadata: { trigger: 'pricing' } });
    expect(id).to.not.equal('');
    await fixture.choose('Omar');
    await until(() => textOf(visitor).includes('Started from: Questions about prices?'));
  });
});

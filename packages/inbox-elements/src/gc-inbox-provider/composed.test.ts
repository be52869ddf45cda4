import { expect, nextFrame } from '@open-wc/testing';
import '../define.ts';
import { MARA, createActors } from '../../test/actors.ts';
import { everything, find, mount, seek, still, type, until } from '../../test/fixture.ts';

const DAY = [
  { name: 'Ida Lindqvist', lines: ['v: One'], row: { tags: ['VIP'] } },
  { name: 'Sam', lines: ['v: Two'], row: { status: 'resolved' as const } },
];

/** The README's example, and every other element that can stand in a page. */
const TAGS = [
  'search',
  'filters',
  'session-list',
  'thread',
  'reply',
  'visitor',
  'status',
  'assignee',
  'tags',
  'priority',
  'snooze',
  'notifications',
] as const;

function composed() {
  const actors = createActors(DAY);
  const provider = document.createElement('gc-inbox-provider');
  const inbox = actors.inbox();
  provider.inbox = inbox;
  for (const tag of TAGS) provider.append(document.createElement(`gc-${tag}`));
  for (const scope of ['team', 'me'] as const) {
    const presence = document.createElement('gc-presence');
    presence.scope = scope;
    provider.append(presence);
  }
  return { actors, provider, inbox };
}

describe('elements that a page composes itself', () => {
  for (const [theme, page] of [
    ['dark', '#fff'],
    ['light', '#111'],
  ] as const) {
    it(`have contrast in ${theme} on a page of ${page}`, async () => {
      const { provider, actors } = composed();
      provider.theme = theme;
      const ground = mount(document.createElement('main'));
      ground.style.background = page;
      ground.append(provider);
      await seek(provider, 'button', 'Ida Lindqvist');
      provider.sessionId = actors.ids[0] ?? null;
      await seek(provider, 'region', 'Conversation with Ida Lindqvist');
      await seek(provider, 'textbox', 'Reply');
      await still(provider);
      await expect(provider).to.be.accessible({ ignoredRules: ['scrollable-region-focusable'] });
    });
  }

  it('follow filters that are set later', async () => {
    const { provider, inbox } = composed();
    mount(provider);
    await seek(provider, 'button', 'Ida Lindqvist');
    provider.filters = { status: 'resolved' };
    await until(() => find(provider, 'button', 'Ida Lindqvist') === null && find(provider, 'button', 'Sam'));
    expect(inbox.get().filters).to.deep.equal({ status: 'resolved' });
  });

  it('claim nothing and search nothing while nobody is signed in', async () => {
    const { provider, actors } = composed();
    actors.agent.setUser(null);
    mount(provider);
    const list = provider.querySelector('gc-session-list') as HTMLElement;
    const shown = (): string =>
      everything(list.shadowRoot as ShadowRoot)
        .map(({ innerText }) => innerText)
        .join();
    await until(() => shown().includes('You’re signed out.'));
    expect(shown()).to.not.contain('All answered');
    type(await seek(provider, 'searchbox'), 'ida');
    await import('../connection/search-controller.ts');
    await nextFrame();
    expect(shown()).to.contain('You’re signed out.');
    expect(actors.agent.faults.calls.filter(({ method }) => method === 'search')).to.deep.equal([]);
    actors.agent.setUser(MARA.userId);
    await seek(provider, 'button', 'Ida Lindqvist');
  });
});

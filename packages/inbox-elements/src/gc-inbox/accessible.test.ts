import { expect } from '@open-wc/testing';
import { findAll, seek, inboxFixture, still, type, until } from '../../test/fixture.ts';
import type { Conversation } from '../../test/actors.ts';

const DAY: readonly Conversation[] = [
  {
    name: 'Ida Lindqvist',
    email: 'ida@lindqvist.se',
    lines: ['v: Hi!', 'm: Hello Ida', 'v: **One** more thing'],
    metadata: {
      page_url: 'https://fjellhus.no/cabins',
      referrer: 'https://duckduckgo.com',
      attributes: { plan: 'Regular' },
    },
    row: { tags: ['Booking', 'VIP'], visitorVerified: true, priority: 'urgent' },
  },
  { name: 'ليلى حداد', lines: ['v: شكرًا'], minutesAgo: 24, row: { priority: 'high' } },
  { name: 'Sam', lines: ['v: Bye'], minutesAgo: 90, row: { status: 'resolved' } },
];

async function expectAccessible(element: Element): Promise<void> {
  await still(element);
  await expect(element).to.be.accessible();
}

for (const theme of ['light', 'dark'] as const) {
  describe(`accessible in ${theme}`, () => {
    it('sign-in, empty fields refused', async () => {
      const { element, provider } = await inboxFixture([], { signedOut: true, theme });
      await expectAccessible(provider);
      (await seek(element, 'button', 'Sign in')).click();
      await until(() => findAll(element, 'alert').length === 1);
      await expectAccessible(provider);
    });

    it('list and thread, reply and note', async () => {
      const { element, provider, choose } = await inboxFixture(DAY, { theme });
      await expectAccessible(provider);
      await choose('Ida Lindqvist');
      await expectAccessible(provider);
      (await seek(element, 'tab', 'Note')).click();
      type(await seek(element, 'textbox', 'Note'), 'Regular');
      (await seek(element, 'button', 'Add note')).click();
      await until(() =>
        element.shadowRoot?.querySelector('gc-thread')?.shadowRoot?.querySelector('[part="note"]'),
      );
      await expectAccessible(provider);
    });

    it('menus, canned replies, help', async () => {
      const { element, provider, choose } = await inboxFixture(DAY, { theme });
      await choose('Ida Lindqvist');
      for (const label of [
        'Assignee: Nobody',
        'Priority: Urgent',
        'Snooze',
        'Change status',
        'Tags: Booking and VIP',
        'Assignee: Anyone',
      ]) {
        (await seek(element, 'button', label)).click();
        await until(() => findAll(element, 'menu').length + findAll(element, 'listbox').length === 1);
        await expectAccessible(provider);
        (await seek(element, 'button', label)).click();
        await until(() => findAll(element, 'menu').length + findAll(element, 'listbox').length === 0);
      }
      type(await seek(element, 'textbox', 'Reply'), '/late');
      await seek(element, 'listbox');
      await expectAccessible(provider);
      (await seek(element, 'button', 'Keyboard shortcuts')).click();
      await until(() => element.shadowRoot?.querySelector('dialog[open]'));
      await expectAccessible(provider);
    });

    it('one column, right to left, with the drawer', async () => {
      const { element, provider, choose } = await inboxFixture(DAY, { theme, width: 390, locale: 'ar' });
      await choose('ليلى حداد').catch(() => undefined);
      expect(provider.dir).to.equal('rtl');
      await expectAccessible(element);
      element.shadowRoot
        ?.querySelector('gc-thread')
        ?.shadowRoot?.querySelector<HTMLElement>('.details')
        ?.click();
      await until(() => element.shadowRoot?.querySelector('gc-visitor'));
      await expectAccessible(element);
    });

    it('empty, no access', async () => {
      const { element, provider, actors, inbox } = await inboxFixture([], {
        theme,
        filters: { status: 'open' },
      });
      await seek(element, 'button', 'Show resolved');
      await expectAccessible(provider);
      actors.agent.setUser('somebody-else');
      await inbox.start();
      await until(() => element.shadowRoot?.textContent?.includes('You don’t have access to this.'));
      await expectAccessible(provider);
    });
  });
}

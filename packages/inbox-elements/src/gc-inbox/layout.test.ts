import { expect } from '@open-wc/testing';
import { find, findAll, nameOf, seek, inboxFixture, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';

const TWO = [
  { name: 'Ida', lines: ['v: One'], row: { tags: ['VIP'] } },
  { name: 'Tomás', lines: ['v: Two'], minutesAgo: 5 },
];

const part = ({ element }: InboxFixture, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part="${name}"]`) ?? null;
const width = (element: HTMLElement | null) =>
  element?.checkVisibility() ? Math.round(element.getBoundingClientRect().width) : 0;
const wider = (fixture: InboxFixture) => {
  const { scrollWidth, clientWidth } = fixture.element.shadowRoot?.querySelector('.app') as HTMLElement;
  return scrollWidth - clientWidth;
};

describe('the width of the inbox decides its columns', () => {
  for (const [inbox, rail, list, visitor] of [
    [1400, 56, 340, 312],
    [1200, 56, 340, 312],
    [1000, 56, 300, 0],
    [768, 56, 280, 0],
    [640, 56, 280, 0],
  ] as const) {
    it(`${inbox}: rail ${rail}, list ${list}, visitor ${visitor || 'in a drawer'}`, async () => {
      const fixture = await inboxFixture(TWO, { width: inbox });
      await fixture.choose('Ida');
      await until(() => width(part(fixture, 'visitor')) === visitor);
      expect([width(part(fixture, 'rail')), width(part(fixture, 'list'))]).to.deep.equal([rail, list]);
      expect(width(part(fixture, 'thread'))).to.equal(inbox - rail - list - visitor);
      expect(find(fixture.element, 'button', 'Back')).to.equal(null);
      expect(find(fixture.element, 'button', 'Visitor details') !== null).to.equal(visitor === 0);
      expect(wider(fixture)).to.equal(0);
    });
  }

  for (const inbox of [390, 320]) {
    it(`${inbox}: one column at a time, with a way back`, async () => {
      const fixture = await inboxFixture(TWO, { width: inbox });
      expect([
        width(part(fixture, 'list')),
        width(part(fixture, 'thread')),
        width(part(fixture, 'rail')),
      ]).to.deep.equal([inbox, 0, 0]);
      await fixture.choose('Ida');
      expect([width(part(fixture, 'list')), width(part(fixture, 'thread'))]).to.deep.equal([0, inbox]);
      expect(wider(fixture)).to.equal(0);
      const bounds = fixture.element.getBoundingClientRect();
      for (const button of findAll(fixture.element, 'button')) {
        const { right, left } = button.getBoundingClientRect();
        expect(right <= bounds.right && left >= bounds.left, `${nameOf(button)} is inside`).to.equal(true);
      }
      (await seek(fixture.element, 'button', 'Back')).click();
      await until(() => width(part(fixture, 'thread')) === 0);
      expect(fixture.provider.sessionId).to.equal(null);
    });
  }

  it('keeps every editor in reach: in the header, or in the drawer', async () => {
    for (const inbox of [1200, 900, 640, 390]) {
      const fixture = await inboxFixture(TWO, { width: inbox });
      await fixture.choose('Ida');
      if (find(fixture.element, 'button', 'Snooze') === null)
        (await seek(fixture.element, 'button', 'Visitor details')).click();
      for (const name of ['Assignee: Nobody', 'Tags: VIP', 'Priority: Normal', 'Snooze'])
        await seek(fixture.element, 'button', name);
      fixture.provider.remove();
    }
  });

  it('moves nothing and loses nothing when it changes', async () => {
    const fixture = await inboxFixture(TWO, { width: 1300 });
    await fixture.choose('Ida');
    fixture.element.style.inlineSize = '390px';
    await seek(fixture.element, 'button', 'Back');
    expect(find(fixture.element, 'region', 'Conversation with Ida')).to.not.equal(null);
    fixture.element.style.inlineSize = '1300px';
    await until(() => find(fixture.element, 'button', 'Back') === null);
    await seek(fixture.element, 'button', 'Tomás');
  });

  for (const inbox of [1440, 768, 390]) {
    it(`${inbox}: every tab, the team, emoji and "Send and resolve" are there, and nothing is cut`, async () => {
      const fixture = await inboxFixture(
        [
          {
            name: 'Ida',
            lines: ['v: One'],
            row: { tags: ['A tag of some length', 'VIP'], snoozedUntil: Date.now() + 9e6 },
          },
        ],
        { width: inbox, locale: 'de' },
      );
      const { element, actors } = fixture;
      const list = part(fixture, 'list')?.getBoundingClientRect() as DOMRect;
      await until(() => findAll(element, 'tab').length === 5);
      for (const tab of findAll(element, 'tab')) {
        const { left, right } = tab.getBoundingClientRect();
        expect(left >= list.left && right <= list.right, `${nameOf(tab)} is inside`).to.equal(true);
      }
      const row = element.shadowRoot?.querySelector('gc-session-list')?.shadowRoot?.querySelector('.foot');
      for (const chip of row?.querySelectorAll<HTMLElement>('.chip:not(.tag)') ?? [])
        expect(chip.scrollWidth, chip.textContent ?? '').to.be.at.most(chip.clientWidth);
      const presence = element.shadowRoot?.querySelector('gc-presence[scope="team"]');
      await until(() => presence?.shadowRoot?.querySelector('.avatar'));
      fixture.provider.sessionId = actors.ids[0] ?? null;
      for (const name of ['Senden und erledigen', 'Emoji']) await seek(element, 'button', name);
      const header = element.shadowRoot?.querySelector('gc-thread')?.shadowRoot?.querySelector('.started');
      expect((header?.scrollWidth ?? 0) <= (header?.clientWidth ?? 0)).to.equal(true);
    });
  }

  it('has one ring around the search', async () => {
    const { element } = await inboxFixture(TWO);
    const box = await seek(element, 'searchbox');
    box.focus();
    expect(getComputedStyle(box).outlineStyle).to.equal('none');
    expect(getComputedStyle(box.parentElement as HTMLElement).outlineStyle).to.equal('solid');
  });
});

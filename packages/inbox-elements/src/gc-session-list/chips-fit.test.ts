import { expect } from '@open-wc/testing';
import { buildInboxSession } from '@globalchat/core/testing';
import { mount, until } from '../../test/fixture.ts';

describe('the chips of a row', () => {
  it('leave each other room in the narrowest list, where one says that it sleeps or is resolved', async () => {
    const list = document.createElement('gc-session-list');
    list.style.inlineSize = '280px';
    list.style.blockSize = '400px';
    list.sessions = [{ snoozedUntil: Date.now() + 3_600_000 }, { status: 'resolved' as const }].map(
      (fields, at) => buildInboxSession({ id: `s${at}`, tags: ['Booking', 'VIP'], ...fields }),
    );
    mount(list);
    const feet = () => [...(list.shadowRoot?.querySelectorAll<HTMLElement>('.foot') ?? [])];
    await until(() => feet().length === 2);
    for (const foot of feet()) {
      const chips = [...foot.querySelectorAll<HTMLElement>('.chip')];
      expect(chips.map(({ textContent }) => textContent.trim()).slice(1)).to.deep.equal(['Booking', '+1']);
      expect(foot.scrollWidth, 'nothing is cut').to.be.at.most(foot.clientWidth);
    }
    const tag = feet()[1]?.querySelector('.tag .truncate');
    expect(tag?.getBoundingClientRect().width, 'a tag beside "Resolved" can be read').to.be.above(20);
  });
});

// Risk: the visitor erases their data, or signs out, in one tab; in the other one not a message of theirs is sent any more.
import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

async function twoTabs(): Promise<[WidgetFixture, WidgetFixture]> {
  const first = await mountWidget();
  await first.openNew();
  await first.send('Hello');
  await until(() => first.backend.database.sessions()[0], 'there is a conversation');
  const second = await mountWidget({ backend: first.backend, browser: first.browser });
  await second.openNew();
  await second.reads('Hello');
  await until(() => second.find('More options'), 'all of it is loaded');
  return [first, second];
}

describe('a visitor who was forgotten in another tab', () => {
  for (const forget of ['reset', 'erase'] as const) {
    it(`writes on as a new one in this tab, after ${forget}`, async () => {
      const [first, second] = await twoTabs();
      const [before] = second.backend.database.sessions();
      if (forget === 'erase') await first.transport.eraseMe();
      await first.element.reset();
      await until(() => !second.root.textContent.includes('Hello'), 'nothing of it shows');
      await second.shown('Message');
      await second.send('Once more');
      const sent = (): boolean =>
        second.backend.database
          .sessions()
          .some(({ id, lastMessagePreview }) => id !== before?.id && lastMessagePreview === 'Once more');
      await until(sent, 'it arrives in a conversation of its own');
      expect(second.root.querySelector('[part~="strip"]')).to.equal(null);
    });
  }
});

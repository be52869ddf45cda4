import { expect } from '@open-wc/testing';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const TITLE = 'Cabins by the lake';

/** A visitor who has asked something and went to another page of the browser. */
async function away(options: Parameters<typeof mountWidget>[0] = {}): Promise<WidgetFixture> {
  const one = await mountWidget(options);
  await one.openNew();
  await one.send('Is it free?');
  // Whoever is not there yet cannot miss anything.
  await until(() => one.environment.listeners() > 0 && one.element.session, 'it listens');
  await one.answer('One moment');
  await one.reads('One moment');
  await one.watchesForUnread();
  one.environment.setVisible(false);
  return one;
}

describe('the page’s title', () => {
  beforeEach(() => {
    document.title = TITLE;
  });

  it('counts what arrives while the page is hidden, and is restored when it is looked at', async () => {
    const one = await away();
    expect(document.title).to.equal(TITLE);
    await one.answer('Yes');
    await until(() => document.title === `(1) ${TITLE}`, 'one is counted');
    await one.answer('It is');
    await until(() => document.title === `(2) ${TITLE}`, 'two are counted');
    one.environment.setVisible(true);
    expect(document.title).to.equal(TITLE);
  });

  it('is left alone while the page is looked at, and for what was there before', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['A question', 'An answer']);
    const one = await first.reload();
    one.environment.setVisible(false);
    await one.watchesForUnread();
    await until(() => one.element.unreadCount === 1, 'it is unread');
    expect(document.title).to.equal(TITLE);
    await one.answer('Another one');
    await until(() => document.title === `(2) ${TITLE}`, 'unread messages count');
    one.environment.setVisible(true);
    await one.answer('A third one');
    await until(() => one.element.unreadCount === 3);
    expect(document.title).to.equal(TITLE);
  });

  it('does not count what the visitor wrote in another tab', async () => {
    const one = await away();
    const id = one.element.session!.id;
    await one.transport.sendMessage({
      sessionId: id,
      messageId: crypto.randomUUID(),
      content: 'From my other tab',
    });
    await one.reads('From my other tab');
    expect(document.title).to.equal(TITLE);
  });

  it('that the page changed meanwhile keeps the count and is what is restored', async () => {
    const one = await away();
    await one.answer('Yes');
    await until(() => document.title === `(1) ${TITLE}`);
    document.title = 'Season 2027';
    await until(() => document.title === '(1) Season 2027', 'the count comes back');
    one.environment.setVisible(true);
    expect(document.title).to.equal('Season 2027');
  });

  it('that the page changed in the last moment is not lost, nor one that it made from ours', async () => {
    const one = await away();
    await one.answer('Yes');
    await until(() => document.title === `(1) ${TITLE}`);
    document.title = 'Booked';
    one.environment.setVisible(true);
    expect(document.title).to.equal('Booked');
    one.environment.setVisible(false);
    await one.answer('Still there?');
    await until(() => document.title === '(1) Booked');
    document.title = `${document.title} – paid`;
    await until(() => document.title === '(1) Booked – paid');
    one.environment.setVisible(true);
    expect(document.title).to.equal('Booked – paid');
  });

  it('keeps a number of its own', async () => {
    document.title = '(3) Inbox';
    const one = await away();
    await one.answer('Yes');
    await until(() => document.title === '(1) (3) Inbox');
    document.title = '(4) Inbox';
    await until(() => document.title === '(1) (4) Inbox');
    one.environment.setVisible(true);
    expect(document.title).to.equal('(4) Inbox');
  });

  it('two widgets count together and restore it once', async () => {
    const sales = await away();
    const support = await away();
    await sales.answer('Yes');
    await until(() => document.title === `(1) ${TITLE}`);
    await support.answer('No');
    await until(() => document.title === `(2) ${TITLE}`);
    sales.environment.setVisible(true);
    expect(document.title).to.equal(`(1) ${TITLE}`);
    support.element.destroy();
    await until(() => document.title === TITLE);
  });

  it('is restored when the widget is taken off the page', async () => {
    const one = await away();
    await one.answer('Yes');
    await until(() => document.title === `(1) ${TITLE}`);
    one.element.remove();
    await until(() => document.title === TITLE, 'it is as before');
    expect(one.environment.listeners()).to.equal(0);
  });
});

import { expect } from '@open-wc/testing';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';

/** Listeners on the window and the document, counted as they come and go. */
function countListeners() {
  const add = Reflect.get(EventTarget.prototype, 'addEventListener') as (...call: unknown[]) => void;
  const remove = Reflect.get(EventTarget.prototype, 'removeEventListener') as (...call: unknown[]) => void;
  let count = 0;
  const isShared = (target: unknown): boolean => target === window || target === document;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (isShared(this ?? window)) {
      count += 1;
      const { signal } = (options ?? {}) as AddEventListenerOptions;
      if (signal) add.call(signal, 'abort', () => (count -= 1));
    }
    add.call(this ?? window, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (isShared(this ?? window)) count -= 1;
    remove.call(this ?? window, type, listener, options);
  };
  return {
    get count() {
      return count;
    },
    restore() {
      Object.assign(EventTarget.prototype, { addEventListener: add, removeEventListener: remove });
    },
  };
}

describe('removing the element', () => {
  it('ends every channel, listener and node, however often it is put back', async () => {
    const listeners = countListeners();
    const one = await mountWidget();
    const before = listeners.count;
    for (let round = 0; round < 3; round += 1) {
      if (round > 0) document.body.append(one.element);
      await one.openNew();
      if (round === 0) await one.send('Hello');
      await until(() => one.transport.faults.channels().length > 0, 'it listens');
      one.element.close();
      one.element.destroy();
      await until(() => one.transport.faults.channels().length === 0, 'no channel is left');
      expect(one.environment.listeners()).to.equal(0);
      expect([...one.root.children].map(({ className }) => className)).to.deep.equal(['launcher']);
      expect(one.root.adoptedStyleSheets.length).to.equal(1);
      expect(listeners.count).to.be.at.most(before);
    }
    listeners.restore();
  });

  it('ends with it an open menu, an open grid of emoji, and the count in the page’s title', async () => {
    document.title = 'Cabins';
    const listeners = countListeners();
    const one = await mountWidget();
    const before = listeners.count;
    await one.openNew();
    await one.send('Hello');
    await until(() => one.element.session);
    await one.shown('More options');
    one.button('More options').click();
    await one.shown('Download transcript');
    one.button('Emoji').click();
    await until(() => one.root.querySelector('[role="grid"]'), 'the grid shows');
    one.environment.setVisible(false);
    await one.watchesForUnread();
    await one.answer('Are you there?');
    await until(() => document.title === '(1) Cabins', 'the title counts');
    one.element.destroy();
    await until(() => one.transport.faults.channels().length === 0, 'no channel is left');
    expect(document.title).to.equal('Cabins');
    expect(one.environment.listeners()).to.equal(0);
    expect(one.root.adoptedStyleSheets.length).to.equal(1);
    expect(listeners.count).to.be.at.most(before);
    expect(Object.getOwnPropertySymbols(document)).to.deep.equal([]);
    listeners.restore();
  });

  it('while the panel is still being loaded leaves nothing either', async () => {
    const one = await mountWidget();
    one.element.open();
    await Promise.resolve();
    one.element.remove();
    const other = await mountWidget({ backend: one.backend });
    await other.openNew();
    expect(one.root.children.length).to.equal(1);
    expect(one.transport.faults.channels()).to.deep.equal([]);
  });

  it('in the same task as putting it elsewhere is a move: the conversation goes on', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.send('Hello');
    const textbox = one.textbox;
    const place = document.createElement('div');
    document.body.append(place);
    place.append(one.element);
    await one.answer('Still here?');
    await one.reads('Still here?');
    expect(one.textbox === textbox).to.equal(true);
    place.remove();
  });

  it('no opener of the page opens it any more', async () => {
    const one = await mountWidget();
    const opener = document.createElement('button');
    opener.setAttribute('data-globalchat-open', '');
    document.body.append(opener);
    one.element.destroy();
    await Promise.resolve();
    opener.click();
    expect(one.element.hasAttribute('open')).to.equal(false);
    opener.remove();
  });

  it('another visitor after reset sees nothing of the first one', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['My secret', 'I see.']);
    const one = await first.reload({ visitor: { name: 'Ida' } });
    one.element.open();
    await one.reads('My secret');
    await one.element.reset();
    await one.shown('Message');
    await until(() => !one.root.textContent.includes('My secret'), 'it is gone');
    expect(one.element.visitor).to.equal(null);
    expect(one.browser.storage.getItem(`globalchat:${one.backend.widgetId}`)).to.equal(null);
  });
});

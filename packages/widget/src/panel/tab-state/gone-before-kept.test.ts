// Risk: code that comes late keeps the chat of a widget that is gone, and the next one shows an empty conversation.
import { expect } from '@open-wc/testing';
import { mountWidget } from '../../../test/widget-fixture.ts';

describe('a widget that is taken away while the code that keeps its place is on its way', () => {
  it('leaves nothing in the tab', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Emoji');
    one.textbox.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    one.element.remove();
    await import('./keep-tab.ts');
    await new Promise((resolve) => setTimeout(resolve));
    expect({ ...sessionStorage }).to.deep.equal({});
  });

  it('leaves its place when that code is there', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.shown('Emoji');
    one.textbox.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    await import('./keep-tab.ts');
    await new Promise((resolve) => setTimeout(resolve));
    expect(Object.keys(sessionStorage)).to.have.length(1);
  });
});

import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

describe('focus', () => {
  afterEach(() => setViewport({ width: 1024, height: 768 }));

  it('goes to the composer on opening, and back to the launcher on Escape', async () => {
    const one = await mountWidget();
    await one.openNew();
    await until(() => one.root.activeElement === one.textbox);
    await sendKeys({ press: 'Escape' });
    await until(() => one.element.state === 'closed');
    expect(one.root.activeElement === one.button('Open chat')).to.equal(true);
  });

  it('goes back to the page’s own opener when there is no launcher', async () => {
    const opener = document.createElement('button');
    opener.setAttribute('data-globalchat-open', '');
    document.body.append(opener);
    const one = await mountWidget({ settings: { launcher: 'none' } });
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => one.root.activeElement === one.textbox && one.textbox);
    await sendKeys({ press: 'Escape' });
    await until(() => document.activeElement === opener);
    opener.remove();
  });

  it('is not taken from a field of the page when the chat opens by itself', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    const one = await mountWidget({ settings: {} });
    one.element.open();
    await one.shown('Message');
    expect(document.activeElement === field).to.equal(true);
    field.remove();
  });

  it('stays in the textbox when a message is sent', async () => {
    const one = await mountWidget();
    await one.openNew();
    await until(() => one.root.activeElement === one.textbox);
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await one.reads('Hello');
    await until(() => one.textbox.value === '');
    expect(one.root.activeElement === one.textbox).to.equal(true);
  });

  it('does not leave the textbox when an agent resolves the conversation of somebody who is writing', async () => {
    const one = await mountWidget();
    await one.openNew();
    await until(() => one.root.activeElement === one.textbox);
    await one.send('Hello');
    await until(() => one.element.session);
    one.type('And');
    await one.backend.agent().updateSession(one.element.session!.id, { status: 'resolved' });
    await one.reads('How did we do?');
    expect(one.textbox.value).to.equal('And');
    expect(one.root.activeElement === one.textbox).to.equal(true);
  });

  it('is held in a full-screen dialog on a narrow screen, where Escape closes, too', async () => {
    await setViewport({ width: 390, height: 780 });
    const one = await mountWidget();
    await one.openNew();
    const dialog = one.root.querySelector('dialog')!;
    expect(dialog.matches(':modal')).to.equal(true);
    await until(
      () =>
        Math.round(dialog.getBoundingClientRect().width) === 390 &&
        Math.round(dialog.getBoundingClientRect().height) === 780,
    );
    await until(() => one.root.activeElement === one.textbox);
    await sendKeys({ press: 'Escape' });
    await until(() => one.element.state === 'closed');
    expect(one.root.activeElement === one.button('Open chat')).to.equal(true);
  });

  it('an Escape that ends a composition does not close', async () => {
    const one = await mountWidget();
    await one.openNew();
    one.textbox.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, composed: true }),
    );
    await Promise.resolve();
    expect(one.element.state).to.equal('open');
  });
});

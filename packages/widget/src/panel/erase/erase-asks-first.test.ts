import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { storageKey } from '@globalchat/core';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

async function asked(): Promise<WidgetFixture> {
  const first = await mountWidget();
  await pastConversation(first, ['My address is …', 'Thank you']);
  const one = await first.reload();
  one.element.open();
  await one.reads('Thank you');
  await one.shown('More options');
  one.button('More options').click();
  (await one.shown('Erase my data')).click();
  await one.shown('Erase your data?');
  return one;
}

describe('erasing', () => {
  it('asks first, says what will happen, and Cancel or Esc keep everything', async () => {
    const one = await asked();
    await until(() => one.root.activeElement === one.button('Cancel'), 'Cancel has the focus');
    await one.reads('This can’t be undone.');
    // Nothing behind the question can be reached.
    one.textbox.focus();
    expect(one.root.activeElement === one.button('Cancel')).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await until(() => !one.find('Erase your data?'));
    expect(one.element.state).to.equal('open');
    expect(one.root.activeElement === one.button('More options')).to.equal(true);
    one.textbox.focus();
    expect(one.root.activeElement === one.textbox).to.equal(true);
    expect(one.backend.database.sessions().length).to.equal(1);
    await one.reads('My address is …');
  });

  it('that fails keeps everything and says so; asked again it succeeds', async () => {
    const one = await asked();
    one.transport.faults.failNext('eraseMe', 'network');
    one.button('Erase').click();
    await until(() => one.root.querySelector('.sheet [role="alert"]'), 'it says that it failed');
    await one.reads('My address is …');
    expect(one.backend.database.sessions().length).to.equal(1);
    expect(one.element.session).not.to.equal(null);
    one.button('Erase').click();
    await one.shown('Your data is erased.');
    expect(one.backend.database.sessions()).to.deep.equal([]);
  });

  it('leaves a fresh chat in which one can write, and nothing of before on this device', async () => {
    const one = await asked();
    const { storage } = one.browser;
    storage.setItem(storageKey(`${one.backend.widgetId}:preferences`), '{"muted":true}');
    const strange = storage.keys?.().filter((key) => !key.startsWith(storageKey(one.backend.widgetId)));
    expect(strange).to.deep.equal([]);
    let resets = 0;
    const errors: string[] = [];
    one.element.on('error', ({ code }) => errors.push(code));
    one.element.on('reset', () => (resets += 1));
    one.button('Erase').click();
    one.button('Erase').click();
    await one.shown('Your data is erased.');
    await until(
      () => one.root.activeElement === one.button('Start a conversation'),
      'the way on has the focus',
    );
    expect(one.root.textContent).not.to.contain('My address is …');
    expect(resets).to.equal(1);
    expect(errors).to.deep.equal([]);
    one.button('Start a conversation').click();
    await until(() => one.root.activeElement === one.textbox, 'the focus is where one goes on');
    expect(storage.keys?.()).to.deep.equal([]);
    await one.send('A new beginning');
    await until(() => one.backend.database.sessions().length === 1);
  });
});

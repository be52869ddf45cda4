import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { buildWidgetConfig } from '@globalchat/core/testing';
import { mountWidget, pastConversation, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture, WidgetFixtureOptions } from '../../../test/widget-fixture.ts';

async function talking(options: WidgetFixtureOptions = {}): Promise<WidgetFixture> {
  const first = await mountWidget(options);
  await pastConversation(first, ['Helo', 'Good day']);
  const one = await first.reload();
  one.element.open();
  await one.reads('Good day');
  return one;
}

const bubbles = (one: WidgetFixture): string[] =>
  [...one.root.querySelectorAll('[part~="message"]')].map(({ textContent }) => textContent);
const stored = (one: WidgetFixture) => one.backend.database.messages(one.backend.database.sessions()[0]!.id);

describe('an own message', () => {
  after(() => emulateMedia({ reducedMotion: 'no-preference' }));
  before(() => emulateMedia({ reducedMotion: 'reduce' }));

  it('is changed in the composer’s place, and the draft there stays', async () => {
    const one = await talking();
    one.type('Half a sentence');
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    const box = (await one.shown('Edit message')) as HTMLTextAreaElement;
    await until(() => one.root.activeElement === box, 'the words are focused');
    expect(box.value).to.equal('Helo');
    one.type('Hello');
    one.button('Save').click();
    await until(() => bubbles(one)[0] === 'Hello', 'the bubble has the new words');
    await one.reads('Edited');
    expect(stored(one)[0]?.content).to.equal('Hello');
    await one.shown('Message');
    expect(one.textbox.value).to.equal('Half a sentence');
    await until(() => one.root.activeElement === one.textbox, 'writing goes on');
  });

  it('is left as it was by Escape, which closes no panel', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    await until(() => one.root.activeElement === one.textbox);
    await sendKeys({ press: 'x' });
    await sendKeys({ press: 'Escape' });
    await one.shown('Message');
    expect(one.element.state).to.equal('open');
    expect(bubbles(one)[0]).to.equal('Helo');
  });

  it('is taken back after a question, and leaves a tombstone', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Delete')).click();
    await one.reads('Delete this message?');
    one.button('Cancel').click();
    await until(() => !one.find('Cancel'), 'the question is gone');
    expect(stored(one)[0]?.content).to.equal('Helo');
    one.button('Delete').click();
    await one.reads('Delete this message?');
    one.button('Delete').click();
    await one.reads('Message deleted');
    expect(stored(one)[0]?.deletedAt).to.be.a('number');
    await until(() => !one.find('Message options'), 'there is nothing to do with it any more');
    expect(one.root.activeElement?.getAttribute('role'), 'the focus stays in the panel').to.equal('region');
  });

  it('has its options open for one message at a time, and Escape gives the focus back', async () => {
    const one = await talking();
    await one.send('And more');
    const options = await until(() => {
      const found = one.root.querySelectorAll<HTMLElement>('.message-options');
      return found.length === 2 && found;
    });
    options[0]!.click();
    const edit = await one.shown('Edit');
    const bubble = one.root.querySelector('[part~="message"]')!;
    expect(edit.getBoundingClientRect().top).to.be.at.least(bubble.getBoundingClientRect().bottom);
    options[1]!.click();
    await until(() => options[1]!.ariaExpanded === 'true');
    expect(options[0]!.ariaExpanded).to.equal('false');
    await until(() => one.root.activeElement?.textContent.trim() === 'Edit');
    await sendKeys({ press: 'Escape' });
    await until(() => one.root.activeElement === options[1], 'the button has the focus');
    expect(one.element.state).to.equal('open');
  });

  it('says why it could not be changed, and keeps the words', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    const { features } = one.backend.database.widgets.get(one.backend.widgetId)!.config;
    one.backend.configure({ features: { ...features, editMinutes: 0 } });
    one.type('Hello');
    one.button('Save').click();
    await one.reads('This message can no longer be changed.');
    expect(one.textbox.value).to.equal('Hello');
    expect(bubbles(one)[0]).to.equal('Helo');
  });

  for (const [why, editMinutes] of [
    ['where the owner allows no change', 0],
    ['once its time is over', 1],
  ] as const) {
    it(`has no options ${why}`, async () => {
      const { features } = buildWidgetConfig();
      const first = await mountWidget({ config: { features: { ...features, editMinutes } } });
      const id = await pastConversation(first, ['Old', 'Good day']);
      const message = first.backend.database.messages(id)[0]!;
      Object.assign(message, { createdAt: Date.now() - 61_000 });
      const one = await first.reload();
      one.element.open();
      await one.reads('Good day');
      if (editMinutes > 0) {
        await one.send('New');
        await one.shown('Message options');
      }
      expect(one.root.querySelectorAll('.message-options').length).to.equal(editMinutes);
    });
  }

  it('has options that axe finds nothing to say about', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    await one.shown('Edit');
    await expect(one.element).to.be.accessible();
    one.button('Delete').click();
    await one.reads('Delete this message?');
    await expect(one.element).to.be.accessible();
    one.button('Cancel').click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    await expect(one.element).to.be.accessible();
  });
});

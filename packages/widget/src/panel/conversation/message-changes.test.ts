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

  it('keeps changed words when the visitor goes back and comes again', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    one.type('Hello, good');
    one.button('Back').click();
    const preview = await until(() => one.root.querySelector<HTMLElement>('[part~="conversation"]'));
    preview.click();
    const box = (await one.shown('Edit message')) as HTMLTextAreaElement;
    expect(box.value).to.equal('Hello, good');
    one.button('Cancel').click();
    await one.shown('Message');
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    expect(((await one.shown('Edit message')) as HTMLTextAreaElement).value, 'given up').to.equal('Helo');
  });

  it('keeps changed words of one message while another one is changed', async () => {
    const one = await talking();
    await one.send('And more');
    const edit = async (index: number): Promise<void> => {
      (await until(() => one.root.querySelectorAll<HTMLElement>('.message-options')[index])).click();
      (await one.shown('Edit')).click();
    };
    await edit(0);
    await one.shown('Edit message');
    one.type('Hello');
    await edit(1);
    await until(() => one.textbox.value === 'And more', 'the other one is changed');
    one.type('And more of it');
    one.button('Save').click();
    await one.shown('Message');
    await edit(0);
    await until(() => one.find('Edit message') && one.textbox.value === 'Hello', 'the words are there');
  });

  it('that is deleted elsewhere meanwhile says so, and what was written goes into the composer', async () => {
    const one = await talking();
    one.type('A draft');
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    const box = await one.shown('Edit message');
    await until(() => one.root.activeElement === box);
    one.type('Hello you');
    await one.transport.deleteMessage(stored(one)[0]!.id);
    await one.reads('This message was deleted elsewhere. What you wrote is still here.');
    await one.shown('Message');
    await until(() => one.textbox.value === 'A draft\nHello you', 'nothing is lost');
    await until(() => one.root.activeElement === one.textbox, 'writing goes on');
    await sendKeys({ type: '!' });
    await until(() => !one.root.textContent.includes('deleted elsewhere'), 'it was read');
    expect(one.root.activeElement === one.textbox).to.equal(true);
    expect(one.textbox.value).to.equal('A draft\nHello you!');
  });

  it('that is changed elsewhere meanwhile shows both, and is overwritten only by who has seen it', async () => {
    const one = await talking();
    const { id } = stored(one)[0]!;
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    one.type('Hello');
    one.transport.faults.dropEvents(true);
    await one.transport.editMessage(id, 'Hallo');
    one.button('Save').click();
    await one.reads('This message was changed elsewhere. It now says:');
    await one.reads('Hallo');
    expect(stored(one)[0]?.content).to.equal('Hallo');
    expect(one.textbox.value).to.equal('Hello');
    one.button('Save').click();
    await one.shown('Message');
    expect(stored(one)[0]?.content).to.equal('Hello');
  });

  it('that is changed elsewhere before anything was typed is changed from there', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    await one.transport.editMessage(stored(one)[0]!.id, 'Hallo');
    await until(() => one.find('Edit message') && one.textbox.value === 'Hallo', 'the new words are there');
  });

  it('of which no words are left may be deleted', async () => {
    const one = await talking();
    (await one.shown('Message options')).click();
    (await one.shown('Edit')).click();
    await one.shown('Edit message');
    one.type(' ');
    one.button('Save').click();
    await one.reads('Delete this message?');
    one.type('Hello');
    await until(() => !one.find('Delete'), 'there are words again');
    one.type('');
    one.button('Save').click();
    (await one.shown('Delete')).click();
    await one.reads('Message deleted');
    await one.shown('Message');
    expect(stored(one)[0]?.deletedAt).to.be.a('number');
    expect(one.root.textContent).not.to.contain('deleted elsewhere');
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

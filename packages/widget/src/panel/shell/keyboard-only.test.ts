import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

/** Presses Tab until something of this name has the focus. */
async function tabTo(one: WidgetFixture, name: string): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    const active = one.root.activeElement;
    const text = (active?.getAttribute('aria-label') ?? active?.textContent ?? '').trim();
    if (active && text.includes(name)) return;
    await sendKeys({ press: 'Tab' });
  }
  throw new Error(`Tab never reaches "${name}".`);
}

describe('by keyboard alone', () => {
  it('one can open, write, read, go back, choose, rate the way back and close', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['An old question', 'An old answer'], 'resolved');
    const one = await first.reload();
    await tabTo(one, 'Open chat');
    await sendKeys({ press: 'Enter' });
    await one.shown('Start a conversation');
    await until(
      () => one.root.activeElement?.textContent.includes('Start a conversation'),
      'the focus is on the home screen',
    );
    await sendKeys({ press: 'Enter' });
    await until(() => one.root.activeElement === one.textbox && one.textbox);
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await one.reads('Hello');
    await until(() => one.element.session);
    await one.answer('Good morning');
    await one.reads('Good morning');

    await tabTo(one, 'Back');
    await sendKeys({ press: 'Enter' });
    await until(() => one.root.activeElement?.textContent.includes('Start a conversation'));
    await tabTo(one, 'An old answer');
    await sendKeys({ press: 'Enter' });
    await one.reads('An old question');
    await until(() => one.root.activeElement?.textContent.includes('Write again'));
    await sendKeys({ press: 'Enter' });
    await until(() => one.root.activeElement === one.textbox && one.textbox);
    await sendKeys({ press: 'Escape' });
    await until(() => one.element.state === 'closed');
    expect(one.root.activeElement === one.button('Open chat')).to.equal(true);
  });
});

import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { find, inboxFixture, type, until } from '../../test/fixture.ts';

async function press(element: Element): Promise<void> {
  const { left, top, width, height } = element.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
}

describe('emoji in a reply', () => {
  it('go in at the caret, can be pressed where they show, and Esc closes only them', async () => {
    const { element, choose } = await inboxFixture([{ name: 'Ida Lindqvist', lines: ['v: Hello'] }]);
    await choose('Ida Lindqvist');
    const box = (await until(() => find(element, 'textbox', 'Reply'))) as HTMLTextAreaElement;
    type(box, 'Welcome back');
    box.focus();
    box.setSelectionRange(7, 7);
    await press(await until(() => find(element, 'button', 'Emoji')));
    await press(await until(() => find(element, 'button', '👋')));
    await until(() => box.value === 'Welcome👋 back');
    await sendKeys({ press: 'Escape' });
    await until(() => find(element, 'button', '👋') === null);
    expect(find(element, 'textbox', 'Reply') === box).to.equal(true);
    expect(box.matches(':focus')).to.equal(true);
  });
});

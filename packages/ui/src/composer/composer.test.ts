import { expect } from '@open-wc/testing';
import { composerFixture } from '../../test/harness.ts';

describe('composer', () => {
  it('is accessible empty, with text and over the limit', async () => {
    const host = await composerFixture();
    await expect(host).to.be.accessible();
    await host.type('Hello');
    await expect(host).to.be.accessible();
    await host.type('x'.repeat(4001));
    await expect(host).to.be.accessible();
  });

  it('has a named textbox and button; a disabled button stays focusable and sends nothing', async () => {
    const host = await composerFixture();
    expect(host.box.getAttribute('aria-label')).to.equal('Message');
    expect(host.button.getAttribute('aria-label')).to.equal('Send message');
    expect(host.button.getAttribute('aria-disabled')).to.equal('true');
    expect(host.button.disabled).to.equal(false);
    for (const nothing of ['  \n ', '\u200b', ' \u200b\n']) {
      await host.type(nothing);
      host.button.click();
      await host.press('Enter');
    }
    expect(host.sent).to.deep.equal([]);
    await host.type('Hello');
    expect(host.button.getAttribute('aria-disabled')).to.equal('false');
    host.button.click();
    expect(host.sent).to.deep.equal(['Hello']);
  });

  it('keeps focus in the textbox when Send is pressed', async () => {
    const host = await composerFixture();
    host.composer.focus();
    expect(host.shadowRoot?.activeElement).to.equal(host.box);
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    host.button.dispatchEvent(press);
    expect(press.defaultPrevented).to.equal(true);
  });

  it('counts down in the last 200 characters, and keeps what is too long without sending it', async () => {
    const host = await composerFixture({ maxLength: 500 });
    const count = (): string => host.renderRoot.querySelector('.count')?.textContent.trim() ?? '';
    await host.type('x'.repeat(299));
    expect(count()).to.equal('');
    await host.type('x'.repeat(300));
    expect(count()).to.equal('200 characters left');
    await host.type('x'.repeat(499));
    expect(count()).to.equal('1 character left');
    await host.type('x'.repeat(503));
    expect(count()).to.equal('This message is too long by 3 characters.');
    await host.press('Enter');
    expect(host.sent).to.deep.equal([]);
    expect(host.box.value.length).to.equal(503);
  });

  it('counts characters, not UTF-16 units', async () => {
    const host = await composerFixture({ maxLength: 10 });
    await host.type('👍'.repeat(10));
    await host.press('Enter');
    expect(host.sent.length).to.equal(1);
  });

  it('grows to six lines, then scrolls', async () => {
    const host = await composerFixture();
    const one = host.box.clientHeight;
    await host.type('a\nb');
    const two = host.box.clientHeight;
    expect(two).to.be.greaterThan(one);
    await host.type('a\nb\nc\nd\ne\nf');
    const six = host.box.clientHeight;
    await host.type('a\n'.repeat(30));
    expect(host.box.clientHeight).to.equal(six);
    expect(host.box.scrollHeight).to.be.greaterThan(six);
  });

  it('sends without text when something else is ready', async () => {
    const host = await composerFixture({ sendable: true });
    await host.press('Enter');
    expect(host.sent).to.deep.equal(['']);
  });
});

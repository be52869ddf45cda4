import { expect, waitUntil } from '@open-wc/testing';
import { composerFixture } from '../../test/harness.ts';

describe('composer: Enter', () => {
  it('sends, and Shift+Enter or Alt+Enter breaks the line', async () => {
    const host = await composerFixture();
    await host.type('Hello');
    expect((await host.press('Enter', { shiftKey: true })).defaultPrevented).to.equal(false);
    expect((await host.press('Enter', { altKey: true })).defaultPrevented).to.equal(false);
    expect(host.sent).to.deep.equal([]);
    expect((await host.press('Enter')).defaultPrevented).to.equal(true);
    expect(host.sent).to.deep.equal(['Hello']);
    expect(host.box.value).to.equal('');
  });

  it('never sends while a word is being composed', async () => {
    const host = await composerFixture();
    await host.type('にほn');
    await host.press('Enter', { isComposing: true });
    await host.press('Enter', { keyCode: 229 });
    host.box.dispatchEvent(new CompositionEvent('compositionstart'));
    await host.press('Enter');
    expect(host.sent).to.deep.equal([]);
  });

  it('does not take the Enter that ended a composition, but the next one', async () => {
    const host = await composerFixture();
    host.box.dispatchEvent(new CompositionEvent('compositionstart'));
    await host.type('日本');
    host.box.dispatchEvent(new CompositionEvent('compositionend'));
    await host.press('Enter');
    expect(host.sent).to.deep.equal([]);
    await waitUntil(async () => {
      await host.press('Enter');
      return host.sent.length === 1;
    });
    expect(host.sent).to.deep.equal(['日本']);
  });

  it('with mod-enter only Ctrl or Cmd with Enter sends', async () => {
    const host = await composerFixture({ sendKey: 'mod-enter' });
    await host.type('Hello');
    await host.press('Enter');
    expect(host.sent).to.deep.equal([]);
    await host.press('Enter', { metaKey: true });
    await host.type('Again');
    await host.press('Enter', { ctrlKey: true });
    expect(host.sent).to.deep.equal(['Hello', 'Again']);
  });

  it('leaves alone an Enter that the host has used, for a menu say', async () => {
    const host = await composerFixture();
    host.addEventListener('keydown', (event) => event.preventDefault(), { capture: true });
    await host.type('/hi');
    await host.press('Enter');
    expect(host.sent).to.deep.equal([]);
  });
});

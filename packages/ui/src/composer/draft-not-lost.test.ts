import { expect } from '@open-wc/testing';
import { composerFixture } from '../../test/harness.ts';
import { Draft } from './draft.ts';

describe('composer: a draft is never lost', () => {
  it('stays when the send is not taken', async () => {
    const host = await composerFixture();
    host.accept = false;
    await host.type('Keep me');
    await host.press('Enter');
    expect(host.box.value).to.equal('Keep me');
    expect(host.composer.value).to.equal('Keep me');
  });

  it('stays when the host renders again with the value it first had', async () => {
    const host = await composerFixture({ value: '' });
    await host.type('Half a thou');
    await host.set({ busy: true });
    expect(host.box.value).to.equal('Half a thou');
  });

  it('is not set back by late echoes of what was typed', () => {
    const draft = new Draft();
    draft.receive('', false);
    for (const text of ['a', 'ab', 'abc']) draft.typed(text);
    draft.receive('a', false);
    expect(draft.text).to.equal('abc');
    draft.receive('ab', false);
    expect(draft.text).to.equal('abc');
    draft.receive('abc', false);
    expect(draft.text).to.equal('abc');
  });

  it('follows a change made elsewhere: another conversation, another tab', async () => {
    const host = await composerFixture({ value: 'Draft of one' });
    expect(host.box.value).to.equal('Draft of one');
    await host.set({ value: 'Draft of two' });
    expect(host.box.value).to.equal('Draft of two');
    await host.set({ value: '' });
    expect(host.box.value).to.equal('');
  });

  it('is not replaced under an open composition, and follows afterwards', async () => {
    const host = await composerFixture({ value: 'kan' });
    host.box.dispatchEvent(new CompositionEvent('compositionstart'));
    await host.set({ value: 'other' });
    expect(host.box.value).to.equal('kan');
    host.box.dispatchEvent(new CompositionEvent('compositionend'));
    await host.set({});
    expect(host.box.value).to.equal('other');
  });

  it('tells the host about every change, and about being emptied by a send', async () => {
    const host = await composerFixture();
    await host.type('Hi');
    host.composer.value = 'Hi there';
    await host.updateComplete;
    expect(host.box.value).to.equal('Hi there');
    await host.press('Enter');
    expect(host.typed).to.deep.equal(['Hi', 'Hi there', '']);
  });

  it('takes insertions at the caret', async () => {
    const host = await composerFixture({ value: 'Hello world' });
    host.box.setSelectionRange(5, 11);
    host.composer.insert(' you');
    await host.updateComplete;
    expect(host.box.value).to.equal('Hello you');
    expect(host.box.selectionStart).to.equal(9);
  });
});

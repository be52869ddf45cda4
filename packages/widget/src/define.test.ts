import { expect } from '@open-wc/testing';
import { GlobalChatElement } from './index.ts';

describe('registration', () => {
  it('happens once, in any number of copies', async () => {
    await import('./define.ts');
    const first = customElements.get('global-chat');
    const copy: string = './define.ts?copy=2';
    await import(/* @vite-ignore */ copy);
    expect(customElements.get('global-chat')).to.equal(first);
    expect(document.createElement('global-chat')).to.be.instanceOf(GlobalChatElement);
  });

  it('is not done by importing the package', async () => {
    const text = await (await fetch(new URL('./index.ts', import.meta.url))).text();
    expect(text).not.to.contain('define.ts');
  });
});

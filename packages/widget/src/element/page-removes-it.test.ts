// Risk: a page that takes the chat away each time it comes hangs in an endless loop with it.
import { expect } from '@open-wc/testing';
import { until } from '../../test/widget-fixture.ts';
import '../define.ts';
import type { GlobalChatElement } from '../index.ts';

const CONFIG = {
  id: '019b0000-0000-7000-8000-00000000000a',
  launcher: { text: 'Chat with us', name: 'Open chat, Chat with us' },
};

describe('a widget that keeps itself on the page', () => {
  const { fetch } = globalThis;
  let element: GlobalChatElement;
  let requests = 0;

  beforeEach(() => {
    requests = 0;
    globalThis.fetch = () => {
      requests += 1;
      return Promise.resolve(Response.json(CONFIG));
    };
    element = document.createElement('global-chat');
    element.managed = 50;
    element.update({
      supabaseUrl: 'https://project.test',
      supabaseKey: 'sb_publishable_test',
      widgetId: CONFIG.id,
    });
  });
  afterEach(() => {
    element.destroy();
    globalThis.fetch = fetch;
  });

  it('gives way to a page that removes it each time it is added, and asks for little meanwhile', async () => {
    let removed = 0;
    const observer = new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node === element) {
          removed += 1;
          element.remove();
        }
    });
    observer.observe(document.body, { childList: true });
    element.remove();
    // The task after this one would never come.
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setTimeout(resolve));
    observer.disconnect();
    expect(element.isConnected).to.equal(false);
    expect(removed).to.be.within(1, 50);
    expect(requests).to.be.below(10);
  });

  it('comes back as often as a page swaps its body', async () => {
    for (let swap = 1; swap <= 30; swap += 1) {
      await until(() => element.isConnected, `it is there for the time ${swap}`);
      await new Promise((resolve) => setTimeout(resolve));
      element.remove();
    }
    await until(() => element.isConnected, 'it is there');
  });

  it('is named by what can be read on it, before anybody comes near', async () => {
    const launcher = element.shadowRoot!.querySelector('button')!;
    expect(launcher.ariaLabel ?? 'Open chat').to.equal('Open chat');
    await until(() => launcher.textContent === 'Chat with us', 'the label shows');
    expect(launcher.ariaLabel).to.contain('Chat with us');
  });
});

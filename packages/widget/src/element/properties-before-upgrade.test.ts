import { expect } from '@open-wc/testing';
import { until } from '../../test/widget-fixture.ts';
import { createMemoryBackend, createMemoryEnvironment } from '@globalchat/core/testing';
import { GlobalChatElement } from '../index.ts';
import '../define.ts';

describe('properties set before the element is known', () => {
  it('survive its upgrade, and later changes are heard', async () => {
    const backend = createMemoryBackend();
    // An element of this class under another name, so that the test decides when it becomes known.
    const element = document.createElement('global-chat-late') as GlobalChatElement;
    Object.assign(element, {
      widgetId: backend.widgetId,
      transport: backend.visitor(),
      environment: createMemoryEnvironment(),
    });
    element.setAttribute('theme', 'dark');
    document.body.append(element);
    customElements.define('global-chat-late', class extends GlobalChatElement {});
    expect(element.widgetId).to.equal(backend.widgetId);
    expect(element.theme).to.equal('dark');
    element.open();
    await until(() => element.state === 'open', 'it opens');
    element.texts = { message: 'Your words' };
    await until(
      () => element.shadowRoot!.querySelector('textarea')?.getAttribute('aria-label') === 'Your words',
    );
    element.remove();
  });
});

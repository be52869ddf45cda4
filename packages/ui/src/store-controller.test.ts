import { LitElement, html } from 'lit';
import { expect, fixture } from '@open-wc/testing';
import type { ReadableStore } from '@globalchat/core';
import { StoreController } from './store-controller.ts';

interface Counter extends ReadableStore<number> {
  set(value: number): void;
  readonly listeners: Set<() => void>;
}

function counter(value: number): Counter {
  const listeners = new Set<() => void>();
  return {
    listeners,
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

class StoreHost extends LitElement {
  readonly store = new StoreController<number>(this);

  protected override render(): unknown {
    return html`${this.store.value ?? 'none'}`;
  }
}
customElements.define('test-store', StoreHost);

describe('store controller', () => {
  it('shows each snapshot, and another store in place of the first', async () => {
    const host = await fixture<StoreHost>(html`<test-store></test-store>`);
    expect(host.shadowRoot?.textContent).to.equal('none');
    const first = counter(1);
    host.store.store = first;
    await host.updateComplete;
    expect(host.shadowRoot?.textContent).to.equal('1');
    first.set(2);
    await host.updateComplete;
    expect(host.shadowRoot?.textContent).to.equal('2');
    host.store.store = counter(7);
    await host.updateComplete;
    expect(host.shadowRoot?.textContent).to.equal('7');
    expect(first.listeners.size).to.equal(0);
  });

  it('does not listen while it is out of the document, and catches up when it is back', async () => {
    const host = await fixture<StoreHost>(html`<test-store></test-store>`);
    const store = counter(1);
    host.store.store = store;
    const parent = host.parentElement;
    host.remove();
    expect(store.listeners.size).to.equal(0);
    store.set(5);
    parent?.append(host);
    expect(store.listeners.size).to.equal(1);
    await host.updateComplete;
    expect(host.shadowRoot?.textContent).to.equal('5');
  });
});

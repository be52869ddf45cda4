import { html } from 'lit';
import { expect } from '@open-wc/testing';
import type { ViewModule } from '@globalchat/ui';
import { findAll, mount, seek, until } from '../../test/fixture.ts';
import { GcElement } from './gc-element.ts';
import { LazyView } from './lazy-view.ts';

interface Words extends ViewModule {
  readonly words: string;
}

const MODULE: Words = { words: 'Here at last', styles: [] };
let answers: (() => Promise<Words>)[] = [];
let asked = 0;

class TestLazy extends GcElement {
  readonly #lazy: LazyView<Words>;

  constructor() {
    super();
    this.#lazy = new LazyView(this, {
      load: () => {
        asked++;
        return answers.shift()?.() ?? Promise.reject(new TypeError('no network'));
      },
    });
  }

  protected override render(): unknown {
    return this.#lazy.render(({ words }) => html`<p>${words}</p>`, this.localizer);
  }
}
customElements.define('test-lazy', TestLazy);

const shows = (element: Element, text: string): Promise<unknown> =>
  until(() => element.shadowRoot?.textContent?.includes(text), text);

describe('a module that could not be fetched', () => {
  beforeEach(() => {
    answers = [];
    asked = 0;
  });

  it('is said, asked for once, and comes with another attempt', async () => {
    answers = [() => Promise.reject(new TypeError('no network')), () => Promise.resolve(MODULE)];
    const element = mount(new TestLazy());
    await until(() => findAll(element, 'alert').length === 1);
    element.requestUpdate();
    await element.updateComplete;
    expect(asked, 'a failure must not ask in a circle').to.equal(1);
    (await seek(element, 'button', 'Retry')).click();
    await shows(element, MODULE.words);
    expect(findAll(element, 'alert').length).to.equal(0);
  });

  it('is said again when the next attempt fails, too', async () => {
    const element = mount(new TestLazy());
    (await seek(element, 'button', 'Retry')).click();
    await until(() => asked === 2 && findAll(element, 'alert').length === 1);
  });
});

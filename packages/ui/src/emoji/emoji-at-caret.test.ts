import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { EmojiPicker } from './emoji-picker.ts';
import type { EmojiMemory } from './emoji-picker.ts';
import { composerFixture, localizer } from '../../test/harness.ts';
import type { ComposerHost } from '../../test/harness.ts';

interface Scene {
  readonly host: ComposerHost;
  readonly button: HTMLButtonElement;
  readonly grid: HTMLElement | null;
  readonly cells: readonly HTMLButtonElement[];
  /** What has the focus inside of the host. */
  readonly focused: Element | null;
  cell(emoji: string): HTMLButtonElement;
}

/** Keeps nothing. */
const FORGETS: EmojiMemory = { load: () => [], save: () => undefined };

async function scene(value = '', memory: EmojiMemory = FORGETS, dir = 'ltr'): Promise<Scene> {
  const host = await composerFixture({ value });
  host.dir = dir;
  // Room for what opens above the text.
  host.style.cssText = 'display: block; padding-block-start: 320px; inline-size: 380px';
  const picker = new EmojiPicker(host, memory);
  const draw = (): void => {
    host.props = { ...host.props, tools: picker.render({ composer: host.composer, localizer }) };
  };
  host.addController({ hostUpdate: draw });
  host.requestUpdate();
  await host.updateComplete;
  const made: Scene = {
    host,
    get button() {
      return host.renderRoot.querySelector<HTMLButtonElement>('[aria-label="Emoji"]')!;
    },
    get grid() {
      return host.renderRoot.querySelector<HTMLElement>('[role="grid"]');
    },
    get cells() {
      return [...host.renderRoot.querySelectorAll<HTMLButtonElement>('[role="gridcell"] button')];
    },
    get focused() {
      return host.shadowRoot!.activeElement;
    },
    cell: (emoji) => made.cells.find(({ textContent }) => textContent.trim() === emoji)!,
  };
  return made;
}

async function press(element: Element): Promise<void> {
  const { left, top, width, height } = element.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
}

const shows = (one: Scene): Promise<void> => waitUntil(() => one.grid !== null, 'the grid shows');

describe('emoji', () => {
  it('go in at the caret, in place of what is selected, and the focus stays in the text', async () => {
    const one = await scene('Hello world');
    one.host.box.focus();
    one.host.box.setSelectionRange(5, 11);
    await press(one.button);
    await shows(one);
    expect(one.focused === one.host.box).to.equal(true);
    await press(one.cell('😀'));
    await press(one.cell('👍'));
    expect(one.host.box.value).to.equal('Hello😀👍');
    expect(one.host.typed).to.deep.equal(['Hello😀', 'Hello😀👍']);
    expect(one.focused === one.host.box).to.equal(true);
    await sendKeys({ type: '!' });
    expect(one.host.box.value).to.equal('Hello😀👍!');
  });

  it('go in at the caret of a text from right to left', async () => {
    const one = await scene('مرحبا بك', undefined, 'rtl');
    one.host.box.focus();
    one.host.box.setSelectionRange(5, 5);
    await press(one.button);
    await shows(one);
    expect(one.grid!.getBoundingClientRect().right).to.be.at.most(
      one.host.renderRoot.querySelector('.composer')!.getBoundingClientRect().right + 1,
    );
    await press(one.cell('🎉'));
    expect(one.host.box.value).to.equal('مرحبا🎉 بك');
  });
});

describe('emoji by keyboard, and those used last', () => {
  it('are chosen by keyboard alone, and Esc leads back to the text', async () => {
    const one = await scene('Hi');
    one.host.box.focus();
    one.button.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => one.focused === one.cells[0] && one.grid !== null, 'the first one has the focus');
    const at = (): number => one.cells.indexOf(one.focused as HTMLButtonElement);
    const keys: readonly [string, number][] = [
      ['ArrowRight', 1],
      ['ArrowDown', 9],
      ['End', 15],
      ['Home', 8],
      ['ArrowUp', 0],
      ['ArrowUp', 0],
      ['ArrowLeft', 0],
    ];
    for (const [key, place] of keys) {
      await sendKeys({ press: key });
      expect(at(), key).to.equal(place);
    }
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'End' });
    expect(at()).to.equal(63);
    await sendKeys({ press: 'Home' });
    await sendKeys({ up: 'Control' });
    expect(at()).to.equal(0);
    expect(one.cells.filter(({ tabIndex }) => tabIndex === 0).length).to.equal(1);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => one.grid === null);
    expect(one.focused === one.host.box).to.equal(true);
    one.button.focus();
    await sendKeys({ press: ' ' });
    await waitUntil(() => one.focused === one.cells[0] && one.grid !== null);
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => one.grid === null);
    expect(one.host.box.value).to.equal('Hi😄');
    expect(one.focused === one.host.box).to.equal(true);
    expect(one.host.sent).to.deep.equal([]);
  });

  it('are walked in the direction of the language', async () => {
    const one = await scene('', undefined, 'rtl');
    one.button.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => one.focused === one.cells[0] && one.grid !== null);
    await sendKeys({ press: 'ArrowLeft' });
    expect(one.focused === one.cells[1]).to.equal(true);
  });

  it('that were used last come first; what a stranger put into the memory is not shown', async () => {
    let kept: readonly string[] = ['<b>', '🚀', 'x'.repeat(50), '🚀'];
    const memory: EmojiMemory = { load: () => kept, save: (recent) => (kept = recent) };
    const one = await scene('', memory);
    await press(one.button);
    await shows(one);
    expect(one.cells.length).to.equal(64);
    expect(one.cells[0]!.textContent.trim()).to.equal('🚀');
    await press(one.cell('🎉'));
    expect(kept[0]).to.equal('🎉');
    await press(one.button);
    await waitUntil(() => one.grid === null);
    await press(one.button);
    await shows(one);
    expect(one.cells.slice(0, 2).map(({ textContent }) => textContent.trim())).to.deep.equal(['🎉', '🚀']);
  });
});

describe('the grid of emoji', () => {
  it('are put away by a press elsewhere and by Esc in the text, and leave no listener', async () => {
    const one = await scene();
    await press(one.button);
    await shows(one);
    await press(one.host.box);
    await waitUntil(() => one.grid === null);
    await press(one.button);
    await shows(one);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => one.grid === null);
    expect(one.focused === one.host.box).to.equal(true);
    const ended: string[] = [];
    const end = document.removeEventListener.bind(document);
    document.removeEventListener = (...call: Parameters<typeof end>) => {
      ended.push(call[0]);
      end(...call);
    };
    await press(one.button);
    await shows(one);
    one.host.remove();
    Reflect.deleteProperty(document, 'removeEventListener');
    expect(ended).to.deep.equal(['pointerdown']);
  });

  it('are not offered where the keyboard of the system has them', async () => {
    const matchMedia = window.matchMedia.bind(window);
    window.matchMedia = (query) =>
      /coarse/.test(query) ? ({ matches: true } as MediaQueryList) : matchMedia(query);
    try {
      const one = await scene();
      expect(one.button === null).to.equal(true);
    } finally {
      window.matchMedia = matchMedia;
    }
  });

  it('are accessible, open and closed', async () => {
    const one = await scene();
    await expect(one.host).to.be.accessible();
    await press(one.button);
    await shows(one);
    await expect(one.host).to.be.accessible();
  });
});

import { expect } from '@open-wc/testing';
import { until } from '../../test/widget-fixture.ts';
import { createMemoryBackend, createMemoryEnvironment } from '@globalchat/core/testing';
import '../define.ts';

/** What the build would put in. */
Object.assign(globalThis, { __PANEL__: '../panel/panel.ts', __FOLDER__: import.meta.url });

/** Runs the script as if its tag stood on the page once more. */
async function runScript(copy: number): Promise<void> {
  const address: string = `./embed.ts?copy=${copy}`;
  await import(/* @vite-ignore */ address);
}

describe('the script', () => {
  const widgets = () => [...document.querySelectorAll('global-chat')];

  afterEach(() => {
    for (const widget of widgets()) widget.remove();
  });

  it('replays in order what was called before it ran; a second copy adds no second widget', async () => {
    const backend = createMemoryBackend();
    const calls: unknown[][] = [];
    const heard: string[] = [];
    window.GlobalChat = Object.assign((...call: unknown[]) => void calls.push(call), { q: calls });
    window.GlobalChat('init', {
      widgetId: backend.widgetId,
      transport: backend.visitor(),
      environment: createMemoryEnvironment(),
    });
    window.GlobalChat('on', 'open', () => heard.push('open'));
    window.GlobalChat('setLocale', 'de');
    window.GlobalChat('setLocale', 'en');
    window.GlobalChat('open');
    await runScript(1);
    await runScript(2);
    expect(widgets().length).to.equal(1);
    expect(widgets()[0]!.locale).to.equal('en');
    await until(() => heard.length === 1, 'the chat opened');
    expect(window.GlobalChat('state')).to.equal('open');
    expect(window.GlobalChat('unreadCount')).to.equal(0);
  });

  it('answers to every verb of the element', () => {
    const element = document.createElement('global-chat');
    for (const verb of 'init update open close toggle show hide identify prefill send setLocale setTheme on off once reset destroy'.split(
      ' ',
    )) {
      if (verb === 'init') continue;
      expect(Reflect.get(element, verb), verb).to.be.a('function');
    }
  });

  it('does not throw for a verb that there is not, nor before init', () => {
    expect(window.GlobalChat?.('opne')).to.equal(undefined);
    window.GlobalChat?.('destroy');
    expect(window.GlobalChat?.('open')).to.equal(undefined);
  });

  it('makes a new widget after destroy', () => {
    window.GlobalChat?.('init', { widgetId: null });
    window.GlobalChat?.('destroy');
    expect(widgets().length).to.equal(0);
    window.GlobalChat?.('init', { widgetId: null });
    expect(widgets().length).to.equal(1);
  });
});

import { expect } from '@open-wc/testing';
import { until, warnings } from '../../test/widget-fixture.ts';
import { createMemoryBackend, createMemoryEnvironment } from '@globalchat/core/testing';
import '../define.ts';
import { EVENT_NAMES, GETTERS, GlobalChatElement, VERBS } from '../index.ts';

/** What the build would put in. */
Object.assign(globalThis, {
  __MODULE__: '/panel.ts',
  __FOLDER__: new URL('../', import.meta.url).href,
});

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
    window.GlobalChat('send', 'Early');
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
    await until(() => backend.database.sessions()[0]?.lastMessagePreview === 'Early', 'it was sent');
  });

  it('answers to every verb and getter of the list, and the element has no others', () => {
    const element = document.createElement('global-chat');
    for (const verb of VERBS) {
      if (verb !== 'init') expect(Reflect.get(element, verb), verb).to.be.a('function');
    }
    for (const getter of GETTERS) expect(getter in element, getter).to.equal(true);
    const own = Object.entries(Object.getOwnPropertyDescriptors(GlobalChatElement.prototype))
      .filter(([name]) => !/^constructor$|Callback$|^handleEvent$/.test(name))
      .map(([name]) => name);
    expect(own).to.have.members([...VERBS, ...GETTERS].filter((name) => name !== 'init'));
  });

  it('says once on the console which verbs and events there are not, also what was called before the panel came', async () => {
    const backend = createMemoryBackend();
    const call = window.GlobalChat as (...values: unknown[]) => unknown;
    const lines = await warnings(async () => {
      call('init', {
        widgetId: backend.widgetId,
        transport: backend.visitor(),
        environment: createMemoryEnvironment(),
      });
      for (const verb of ['opne', 'opne', 'hide', 'show']) call(verb);
      for (const name of ['gc-open', 'opne', 'open', 'open']) call('on', name, () => undefined);
      call('open');
      await until(() => call('state') === 'open', 'the chat opened');
      await until(() => widgets()[0]!.q[0] === undefined, 'the names are looked at');
      for (const verb of ['colse', 'colse', 'opne']) call(verb);
      widgets()[0]!.once('mesage' as 'message', () => undefined);
    });
    expect(lines.map((line) => line.replace('[Global Chat] ', ''))).to.deep.equal([
      'unknown_verb: there is no "opne".',
      'unknown_event: there is no "gc-open".',
      'unknown_event: there is no "opne".',
      'unknown_verb: there is no "colse".',
      'unknown_event: there is no "mesage".',
    ]);
  });

  it('is described as the lists have it', async () => {
    const readme = await (await fetch(new URL('../../README.md', import.meta.url))).text();
    const [, verbs = '', events = ''] =
      /## Verbs and getters\n([^]*?)\n## Events\n([^]*?)\n## /.exec(readme) ?? [];
    const named = [...verbs.matchAll(/`(\w+)(?:\([^`]*)?`/g)].map(([, name]) => name!);
    expect(named.filter((name) => !['closed'].includes(name))).to.include.members([...VERBS, ...GETTERS]);
    expect([...events.matchAll(/^\| `gc-([\w-]+)`/gm)].map(([, name]) => name)).to.have.members([
      ...EVENT_NAMES,
    ]);
  });

  it('does not throw for a verb that there is not, nor before init', () => {
    expect((window.GlobalChat as ((verb: string) => unknown) | undefined)?.('opne')).to.equal(undefined);
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

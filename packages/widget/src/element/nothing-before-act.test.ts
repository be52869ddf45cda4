import { expect } from '@open-wc/testing';
import { until } from '../../test/widget-fixture.ts';
import '../define.ts';
import { GlobalChatElement } from '../index.ts';

const SETTINGS = {
  supabaseUrl: 'https://project.test',
  supabaseKey: 'sb_publishable_test',
  widgetId: '019b0000-0000-7000-8000-00000000000a',
};
const CONFIG = {
  id: SETTINGS.widgetId,
  name: 'Website',
  launcher: {
    primary: '#8a3f1d,#8a3f1d',
    position: 'start',
    radius: 4,
    inline: 32,
    text: 'Frag uns',
    name: 'Chat öffnen, Frag uns',
  },
  allowed: true,
};

/** Records everything that a widget must not do before the visitor acts. */
function watchPage(answer: () => Promise<Response>) {
  const { fetch, WebSocket, indexedDB } = globalThis;
  const setItem: unknown = Reflect.get(Storage.prototype, 'setItem');
  const { part: load } = GlobalChatElement;
  const seen = {
    requests: [] as string[],
    writes: [] as string[],
    modules: [] as string[],
    sockets: 0,
    databases: 0,
  };
  globalThis.fetch = (input) => {
    seen.requests.push(new Request(input).url);
    return answer();
  };
  Storage.prototype.setItem = (key) => void seen.writes.push(key);
  globalThis.WebSocket = class {
    constructor() {
      seen.sockets += 1;
    }
  } as unknown as typeof WebSocket;
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...request) => {
    seen.databases += 1;
    return open(...request);
  };
  GlobalChatElement.part = ((part: 'panel') => {
    seen.modules.push(part);
    return load(part);
  }) as typeof load;
  return {
    seen,
    restore() {
      Object.assign(globalThis, { fetch, WebSocket });
      Object.assign(Storage.prototype, { setItem });
      indexedDB.open = open;
      GlobalChatElement.part = load;
    },
  };
}

describe('before the visitor acts', () => {
  let page: ReturnType<typeof watchPage>;
  let element: GlobalChatElement;

  const put = async (answer: () => Promise<Response>): Promise<HTMLElement> => {
    page = watchPage(answer);
    element = document.createElement('global-chat');
    element.update(SETTINGS);
    document.body.append(element);
    await until(() => page.seen.requests.length > 0);
    return element.shadowRoot!.querySelector<HTMLElement>('.launcher')!;
  };

  afterEach(() => {
    page.restore();
    element.remove();
  });

  it('there is one request, and no panel, storage, cookie or socket', async () => {
    const { cookie } = document;
    const launcher = await put(() => Promise.resolve(Response.json(CONFIG)));
    await until(() => launcher.textContent === 'Frag uns', 'the config is painted');
    expect(page.seen).to.deep.equal({
      requests: [
        `https://project.test/rest/v1/rpc/global_chat_widget_config?widget_id=${SETTINGS.widgetId}&locale=${document.documentElement.lang}`,
      ],
      writes: [],
      sockets: 0,
      databases: 0,
      modules: [],
    });
    expect(document.cookie).to.equal(cookie);
  });

  it('the launcher is painted from the config: place, shape, colour, label, name', async () => {
    const launcher = await put(() => Promise.resolve(Response.json(CONFIG)));
    await until(() => launcher.textContent === 'Frag uns');
    expect(getComputedStyle(launcher).backgroundColor).to.equal('rgb(138, 63, 29)');
    expect(getComputedStyle(launcher).borderRadius).to.equal('4px');
    expect(launcher.ariaLabel).to.equal('Chat öffnen, Frag uns');
    expect(Math.round(launcher.getBoundingClientRect().left)).to.equal(32);
    expect(Math.round(launcher.getBoundingClientRect().height)).to.equal(56);
  });

  it('a pointer over the launcher loads the panel, and still stores, inserts and connects nothing', async () => {
    const launcher = await put(() => Promise.resolve(Response.json(CONFIG)));
    launcher.dispatchEvent(new PointerEvent('pointerenter'));
    await until(() => element.shadowRoot!.querySelector('.panel'), 'the panel is there, closed');
    expect(page.seen.modules).to.deep.equal(['panel']);
    expect([page.seen.writes, page.seen.sockets, page.seen.databases]).to.deep.equal([[], 0, 0]);
    expect(page.seen.requests.filter((address) => !address.includes('widget_config'))).to.deep.equal([]);
  });

  it('consent holds back even the launcher and the request', async () => {
    page = watchPage(() => Promise.resolve(Response.json(CONFIG)));
    element = document.createElement('global-chat');
    element.setAttribute('consent', 'required');
    element.update(SETTINGS);
    document.body.append(element);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const launcher = element.shadowRoot!.querySelector<HTMLElement>('.launcher')!;
    expect(launcher.checkVisibility()).to.equal(false);
    expect(page.seen.requests).to.deep.equal([]);
    element.open();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(page.seen.modules).to.deep.equal([]);
    element.close();
    element.consent = 'granted';
    await until(() => page.seen.requests.length === 1);
    expect(launcher.checkVisibility()).to.equal(true);
  });

  for (const [what, trace] of [
    ['who talked before', 'talked'],
    ['whose first message still waits on the disk', '019b0000-0000-7000-8000-000000000001'],
  ] as const) {
    it(`the panel is loaded for somebody ${what}`, async () => {
      localStorage.setItem(`globalchat:${SETTINGS.widgetId}:trace`, trace);
      try {
        await put(() => Promise.resolve(Response.json(CONFIG)));
        await until(() => page.seen.modules.join() === 'panel');
      } finally {
        localStorage.removeItem(`globalchat:${SETTINGS.widgetId}:trace`);
      }
    });
  }

  for (const [what, settings] of [
    ['a secret key', { supabaseKey: 'sb_secret_abc' }],
    [
      'a token of the service role',
      { supabaseKey: `e30.${btoa(JSON.stringify({ iss: 'supabase', role: 'service_role' }))}.x` },
    ],
    ['no address', { supabaseUrl: null }],
    ['no widget id', { widgetId: null }],
  ] as const) {
    it(`nothing is sent with ${what}`, async () => {
      const { warn } = console;
      console.warn = () => undefined;
      page = watchPage(() => Promise.resolve(Response.json(CONFIG)));
      element = document.createElement('global-chat');
      element.update({ ...SETTINGS, ...settings });
      document.body.append(element);
      await until(
        () => element.shadowRoot!.querySelector('.launcher')!.ariaDisabled === 'true',
        'the launcher is inert',
      );
      expect(page.seen.requests).to.deep.equal([]);
      console.warn = warn;
    });
  }
});

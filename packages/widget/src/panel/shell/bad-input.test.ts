import { expect } from '@open-wc/testing';
import type { GlobalChatErrorCode } from '@globalchat/core';
import { mountWidget, until, warnings } from '../../../test/widget-fixture.ts';
import { GlobalChatElement } from '../../index.ts';
import type { GcErrorEvent, GlobalChatSettings } from '../../index.ts';

const GOOD = {
  supabaseUrl: 'https://project.test',
  supabaseKey: 'sb_publishable_x',
  widgetId: '019b0000-0000-7000-8000-00000000000a',
};

describe('bad input', () => {
  const inert: readonly [string, GlobalChatSettings, GlobalChatErrorCode][] = [
    ['no widget id', { widgetId: null }, 'missing_widget_id'],
    ['a widget id that is none', { widgetId: 'my-widget' }, 'missing_widget_id'],
    ['no address', { supabaseUrl: null }, 'invalid_url'],
    ['an address that is none', { supabaseUrl: 'nonsense' }, 'invalid_url'],
    ['no key', { supabaseKey: null }, 'invalid_key'],
    ['a secret key', { supabaseKey: 'sb_secret_x' }, 'secret_key_refused'],
  ];
  for (const [what, settings, code] of inert) {
    it(`${what}: one coded line, an inert launcher, an unharmed page`, async () => {
      const element = document.createElement('global-chat');
      const codes: string[] = [];
      element.on('error', (event: GcErrorEvent) => codes.push(event.code));
      const lines = await warnings(async () => {
        element.update({
          ...GOOD,
          ...settings,
          environment: { fetch: () => Promise.reject(new TypeError('no network')) },
        });
        document.body.append(element);
        await until(
          () => element.shadowRoot!.querySelector('.launcher')!.ariaDisabled === 'true',
          'the launcher is inert',
        );
        element.shadowRoot!.querySelector<HTMLElement>('.launcher')!.click();
        await until(() => !element.hasAttribute('open'), 'nothing opens');
      });
      expect(lines.length, lines.join()).to.equal(1);
      expect(lines[0]).to.match(new RegExp(`^\\[Global Chat\\] ${code}: .+`));
      expect(codes).to.deep.equal([code]);
      element.remove();
    });
  }

  for (const code of ['widget_not_found', 'invalid_key', 'schema_missing', 'network'] as const) {
    it(`${code} from the backend: the chat opens, says what it cannot do, and keeps what is typed`, async () => {
      const lines = await warnings(async () => {
        const one = await mountWidget();
        one.transport.faults.failNext('widgetConfig', code, { times: 50 });
        await one.openNew();
        await one.shown('Retry');
        one.type('I typed this');
        one.element.close();
        one.element.open();
        await one.shown('Message');
        expect(one.textbox.value).to.equal('I typed this');
        expect(one.root.querySelector('[role="alert"]')!.textContent).to.match(/can’t connect|didn’t work/);
      });
      expect(lines.filter((line) => line.includes(code)).length).to.equal(1);
    });
  }

  it('a backend that comes back after Retry is used', async () => {
    await warnings(async () => {
      const one = await mountWidget();
      one.transport.faults.failNext('widgetConfig', 'network');
      await one.openNew();
      (await one.shown('Retry')).click();
      await one.reads('Online');
      expect(one.find('Retry')).to.equal(undefined);
    });
  });

  it('a message that is refused says so and stays, and the next one goes', async () => {
    await warnings(async () => {
      const one = await mountWidget();
      await one.openNew();
      one.transport.faults.failNext('sendMessage', 'blocked');
      await one.send('First');
      await one.reads('Not sent.');
      await one.reads('This chat doesn’t accept messages from you.');
      await one.send('Second');
      await until(
        () => one.backend.database.messages(one.element.session!.id).length === 1,
        'the second is stored',
      );
      expect(one.root.querySelector('[data-status="failed"]')!.textContent).to.contain('First');
    });
  });

  it('a panel that cannot be loaded leaves the launcher usable for another attempt', async () => {
    const one = await mountWidget({ settings: { launcher: 'none' } });
    const Element = GlobalChatElement;
    const { part: load } = Element;
    one.element.remove();
    const lines = await warnings(async () => {
      Element.part = () => Promise.reject<never>(new TypeError('blocked'));
      const other = await mountWidget({
        backend: one.backend,
        settings: { transport: null, supabaseUrl: 'https://project.test', supabaseKey: 'x' },
      });
      other.element.open();
      await until(() => !other.element.hasAttribute('open'), 'it is shut again');
      Element.part = load;
    });
    expect(lines.some((line) => line.startsWith('[Global Chat] network'))).to.equal(true);
  });
});

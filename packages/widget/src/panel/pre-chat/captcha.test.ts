import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { ask, control, fill, FORM, sent, stored } from '../../../test/pre-chat-form.ts';
import { mountWidget, until, warnings } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

type Callback = (value?: unknown) => unknown;

/** A provider that does what the test says, in place of the real one. */
function fakeProvider(name: 'turnstile' | 'hcaptcha') {
  const calls: string[] = [];
  let options: Record<string, unknown> = {};
  let box: HTMLElement | undefined;
  const call = (callback: string, value?: unknown): unknown => (options[callback] as Callback)(value);
  const provider = {
    render(container: HTMLElement, given: Record<string, unknown>) {
      [box, options] = [container, given];
      container.append(document.createElement('input'));
      calls.push('render');
      return 'id';
    },
    reset: (id: string) => calls.push(`reset ${id}`),
    remove: (id: string) => calls.push(`remove ${id}`),
  };
  Object.assign(globalThis, { [name]: provider });
  return {
    calls,
    get options() {
      return options;
    },
    get box() {
      return box!;
    },
    rendered: () => until(() => calls.includes('render'), 'the captcha shows'),
    solve: (token: string) => call('callback', token),
    expire: () => call('expired-callback'),
    fail: () => call('error-callback', '300010'),
  };
}

const turnstile = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const;
const tokens = ({ transport }: WidgetFixture): unknown[] =>
  transport.faults.calls
    .filter(({ method }) => method === 'signIn')
    .map(({ argument }) => (argument as { captchaToken?: string }).captchaToken);

describe('a captcha', () => {
  let fake: ReturnType<typeof fakeProvider>;
  beforeEach(() => {
    fake = fakeProvider('turnstile');
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'turnstile');
    Reflect.deleteProperty(globalThis, 'hcaptcha');
  });

  it('is asked for before the first message, which then goes by itself', async () => {
    const one = await mountWidget({ config: { captcha: turnstile }, settings: { theme: 'dark' } });
    await one.openNew();
    expect(fake.calls).to.deep.equal([]);
    await ask(one, 'Hello');
    await one.reads('Check that you’re human');
    await fake.rendered();
    expect([fake.options['sitekey'], fake.options['theme']]).to.deep.equal([turnstile.siteKey, 'dark']);
    // In the page's tree, where the provider finds it, and to be seen in the form.
    expect(fake.box.parentNode).to.equal(one.element);
    expect(fake.box.assignedSlot!.closest('form')).not.to.equal(null);
    expect(stored(one)).to.deep.equal([]);
    fake.solve('solved');
    await sent(one, 'Hello');
    expect(tokens(one)[0]).to.equal('solved');
    await until(() => one.element.childElementCount === 0, 'the box is gone');
    expect(fake.calls).to.deep.equal(['render', 'remove id']);
  });

  it('in a form waits for the form, and the form for it', async () => {
    const one = await mountWidget({ config: { ...FORM, captcha: turnstile } });
    await one.openNew();
    await ask(one, 'Hello');
    await fake.rendered();
    fake.solve('too early');
    fake.expire();
    await one.reads('The check has expired. Do it once more.');
    fill(one, 'Name', 'Ida');
    fill(one, 'Email', 'ida@fjellhus.example');
    control(one, 'I agree').click();
    one.button('Continue').click();
    expect([stored(one), tokens(one)]).to.deep.equal([[], []]);
    fake.solve('in time');
    await sent(one, 'Hello');
    expect(tokens(one)[0]).to.equal('in time');
  });

  it('whose token is refused is asked for again, but never by itself', async () => {
    const one = await mountWidget({ config: { captcha: turnstile } });
    await one.openNew();
    one.transport.faults.failNext('signIn', 'captcha_required');
    await ask(one, 'Hello');
    await fake.rendered();
    fake.solve('stale');
    await one.reads('The check didn’t work. Try it again.');
    expect(fake.calls).to.include('reset id');
    // Some captchas solve themselves: that must not become a loop of sign-ins.
    fake.solve('by itself');
    await one.shown('Continue');
    expect([tokens(one), stored(one)]).to.deep.equal([['stale'], []]);
    one.button('Continue').click();
    await sent(one, 'Hello');
    expect(tokens(one).slice(0, 2)).to.deep.equal(['stale', 'by itself']);
  });

  it('that breaks says so, and is tried again by a press', async () => {
    const one = await mountWidget({ config: { captcha: turnstile } });
    await one.openNew();
    await ask(one, 'Hello');
    await fake.rendered();
    expect(fake.fail()).to.equal(true);
    await one.reads('The check didn’t work. Try it again.');
    one.button('Retry').click();
    expect(fake.calls).to.deep.equal(['render', 'reset id']);
    fake.solve('solved');
    await sent(one, 'Hello');
  });

  it('that a blocker keeps away says what to do, keeps the draft, and can be loaded later', async () => {
    Reflect.deleteProperty(globalThis, 'turnstile');
    const added: string[] = [];
    // Nothing is fetched: each script of the provider fails, as with a blocker.
    document.head.append = (...nodes: (Node | string)[]) => {
      const [script] = nodes as HTMLScriptElement[];
      added.push(script!.src);
      script!.onerror!(new Event('error'));
    };
    try {
      await warnings(async () => {
        const one = await mountWidget({ config: { captcha: turnstile } });
        await one.openNew();
        await ask(one, 'Hello');
        await one.reads('Turn off your blocker');
        expect(added).to.deep.equal([
          'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
        ]);
        fake = fakeProvider('turnstile');
        one.button('Retry').click();
        await fake.rendered();
        one.button('Cancel').click();
        await until(() => one.textbox?.value === 'Hello');
        expect([stored(one), one.element.childElementCount]).to.deep.equal([[], 0]);
      });
    } finally {
      Reflect.deleteProperty(document.head, 'append');
    }
  });

  it('of an owner who wrote something else loads nothing', async () => {
    const bad = [
      { provider: 'turnstile', siteKey: 'x"onload=alert(1)' },
      { provider: 'turnstile', siteKey: '' },
      { provider: 'turnstile', siteKey: 'k'.repeat(101) },
      { provider: 'https://evil.example/x.js', siteKey: 'key' },
      { provider: 'constructor', siteKey: 'key' },
    ];
    await warnings(async () => {
      for (const captcha of bad) {
        const one = await mountWidget({ config: { captcha: captcha as typeof turnstile } });
        await one.openNew();
        // The server knows whether it wants one; a wrong setting stops nobody.
        await one.send('Hello');
        await sent(one, 'Hello');
        expect(one.element.childElementCount).to.equal(0);
      }
      expect(fake.calls).to.deep.equal([]);
      expect(document.querySelector('script[src*="evil"], script[src*="cloudflare"]')).to.equal(null);
    });
  });

  it('that only the server asks for is shown for the message that it refused, which then goes', async () => {
    await warnings(async () => {
      const one = await mountWidget({ config: { captcha: turnstile } });
      one.transport.faults.failNext('signIn', 'captcha_required');
      one.element.open();
      await one.shown('Message');
      // The page's own message is asked nothing beforehand.
      await one.element.send('From the page');
      await one.reads('Not sent.');
      await fake.rendered();
      one.button('Cancel').click();
      await one.shown('Message');
      await one.reads('Check that you’re human');
      // It came by itself once: whoever goes on writing is left alone.
      one.type('Something else');
      await until(() => one.root.querySelector('.send')!.ariaDisabled === 'false');
      for (const load of [() => import('./pre-chat.ts'), () => import('./captcha.ts')]) await load();
      expect(one.root.querySelector('.asking')).to.equal(null);
      one.type('');
      one.button('Continue').click();
      await until(() => fake.calls.filter((call) => call === 'render').length === 2);
      fake.solve('solved');
      await sent(one, 'From the page');
      expect(tokens(one)[1]).to.equal('solved');
    });
  });

  it('that is still being checked when the visitor goes back, or logs out, tells nothing of them', async () => {
    const one = await mountWidget({ config: { ...FORM, captcha: turnstile } });
    await one.openNew();
    await ask(one, 'Hello');
    await fake.rendered();
    fill(one, 'Name', 'Ida');
    fill(one, 'Email', 'ida@fjellhus.example');
    control(one, 'I agree').click();
    const release = one.transport.faults.hold('signIn');
    fake.solve('solved');
    one.button('Continue').click();
    await until(() => tokens(one).length === 1, 'it is being checked');
    await one.element.reset();
    release();
    await until(() => one.textbox && one.element.childElementCount === 0, 'the form is gone');
    await one.transport.signIn();
    expect([one.element.visitor, stored(one)]).to.deep.equal([null, []]);
  });

  it('goes with the widget: nothing is left in the page', async () => {
    const one = await mountWidget({ config: { captcha: turnstile } });
    await one.openNew();
    await ask(one, 'Hello');
    await fake.rendered();
    one.element.destroy();
    await until(() => one.element.childElementCount === 0, 'the box is gone');
    expect(fake.calls).to.deep.equal(['render', 'remove id']);
  });

  it('of hCaptcha, whose pictures are put into the page, is not under a modal panel', async () => {
    await setViewport({ width: 390, height: 780 });
    fake = fakeProvider('hcaptcha');
    const one = await mountWidget({
      config: { captcha: { provider: 'hcaptcha', siteKey: '10000000-ffff-ffff-ffff-000000000001' } },
    });
    await one.openNew();
    const dialog = one.root.querySelector('dialog')!;
    expect(dialog.matches(':modal')).to.equal(true);
    await ask(one, 'Hello');
    await fake.rendered();
    expect([dialog.matches(':modal'), dialog.open]).to.deep.equal([false, true]);
    fake.solve('solved');
    await sent(one, 'Hello');
    await until(() => dialog.matches(':modal'), 'it is modal again');
    await setViewport({ width: 1024, height: 768 });
  });
});

import { expect } from '@open-wc/testing';
import { until } from '../../../test/widget-fixture.ts';

/** What the page in the frame says about itself. */
interface Report {
  violations: string[];
  isReady: boolean;
  shadow: () => ShadowRoot;
}

type FrameWindow = Window & typeof globalThis & { report?: Report };

/** A page of that policy with a widget that is open. */
async function strictPage(script: string, more = ''): Promise<Report & { readonly frame: FrameWindow }> {
  const element = document.createElement('iframe');
  const origin = location.origin;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'${more}`;
  element.srcdoc = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}"></head>
      <body><script type="module" src="${new URL(script, import.meta.url).href}"></script></body></html>`;
  element.width = '600';
  element.height = '700';
  document.body.append(element);
  const frame = element.contentWindow as FrameWindow;
  const find = (): Report | undefined => (element.contentWindow as FrameWindow).report;
  await until(() => find()?.isReady, 'the page is ready');
  const { shadow, violations, isReady } = find()!;
  shadow().querySelector<HTMLElement>('.launcher')!.click();
  await until(() => shadow().querySelector('textarea'), 'the chat is open');
  return { shadow, violations, isReady, frame };
}

function send({ shadow, frame }: Awaited<ReturnType<typeof strictPage>>, text: string): void {
  const textarea = shadow().querySelector('textarea')!;
  textarea.value = text;
  textarea.dispatchEvent(new frame.InputEvent('input', { bubbles: true }));
  shadow().querySelector<HTMLElement>('.send')!.click();
}

describe('a strict content security policy with trusted types', () => {
  afterEach(() => document.querySelector('iframe')?.remove());

  it('is not violated by a whole conversation', async () => {
    const page = await strictPage('../../../test/strict-page.ts');
    const { shadow, violations, frame } = page;
    send(page, 'Hello **there**');
    await until(
      () => shadow().querySelector('[part~="message-visitor"][data-status="sent"]'),
      'the message is sent',
    );
    shadow().querySelector<HTMLElement>('.back')!.click();
    await until(() => shadow().querySelector('.conv'), 'the home screen is there');
    expect(violations).to.deep.equal([]);
    // The look came with it.
    expect(frame.getComputedStyle(shadow().querySelector('.start')!).display).to.equal('inline-flex');
  });

  for (const [what, more, reached] of [
    [
      'and any policies',
      '',
      ['script-src-elem https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'],
    ],
    [
      'and ours',
      '; trusted-types lit-html globalchat',
      ['script-src-elem https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'],
    ],
    ['and not ours', '; trusted-types lit-html', ['trusted-types trusted-types-policy']],
  ] as const) {
    it(`${what} is asked for a captcha's script and nothing else, and refusing it is told to the visitor`, async () => {
      const page = await strictPage('../../../test/strict-page.ts?captcha', more);
      page.frame.console.warn = () => undefined;
      send(page, 'Hello');
      const says = (): string => page.shadow().querySelector('.asking')?.textContent ?? '';
      await until(() => says().includes('Turn off your blocker'), 'it says what to do');
      // The browser reports a violation a moment after it refused.
      await until(() => page.violations.length >= reached.length, 'the violation is reported');
      expect(page.violations.map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal(reached);
      page.shadow().querySelector<HTMLElement>('.asking .ghost')!.click();
      await until(() => page.shadow().querySelector('textarea')?.value === 'Hello', 'the draft is kept');
    });
  }
});

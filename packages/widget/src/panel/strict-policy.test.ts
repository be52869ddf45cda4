import { expect } from '@open-wc/testing';
import { until } from '../../test/harness.ts';

/** What the page in the frame says about itself. */
interface Report {
  violations: string[];
  isReady: boolean;
  shadow: () => ShadowRoot;
}

describe('a strict content security policy with trusted types', () => {
  it('is not violated by a whole conversation', async () => {
    const frame = document.createElement('iframe');
    const origin = location.origin;
    const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'`;
    frame.srcdoc = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}"></head>
      <body><script type="module" src="${new URL('../../test/strict-page.ts', import.meta.url).href}"></script></body></html>`;
    frame.width = '600';
    frame.height = '700';
    document.body.append(frame);
    const report = (): Report | undefined => (frame.contentWindow as unknown as { report?: Report }).report;
    await until(() => report()?.isReady, 'the page is ready');
    const { shadow, violations } = report()!;
    shadow().querySelector<HTMLElement>('.launcher')!.click();
    await until(() => shadow().querySelector('textarea'), 'the chat is open');
    const textarea = shadow().querySelector('textarea')!;
    textarea.value = 'Hello **there**';
    textarea.dispatchEvent(
      new (frame.contentWindow as unknown as typeof globalThis).InputEvent('input', { bubbles: true }),
    );
    shadow().querySelector<HTMLElement>('.send')!.click();
    await until(
      () => shadow().querySelector('[part~="message-visitor"][data-status="sent"]'),
      'the message is sent',
    );
    shadow().querySelector<HTMLElement>('.back')!.click();
    await until(() => shadow().querySelector('li button'), 'the home screen is there');
    expect(violations).to.deep.equal([]);
    // The look came with it.
    expect(frame.contentWindow!.getComputedStyle(shadow().querySelector('.start')!).display).to.equal(
      'inline-flex',
    );
    frame.remove();
  });
});

// A page with a strict content security policy, and a widget on it; one with a captcha where the address ends in
// `?captcha`. Loaded into a frame by strict-policy.test.ts.

import { createMemoryBackend } from '@globalchat/core/testing';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
await import('../src/define.ts');
const captcha = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const;
// A widget of its own: other tests of this origin use the same storage at the same time.
const id = crypto.randomUUID();
const backend = createMemoryBackend({
  config: { id, ...(import.meta.url.endsWith('?captcha') && { captcha }) },
});
const element = document.createElement('global-chat');
element.update({ widgetId: backend.widgetId, transport: backend.visitor() });
document.body.append(element);
Object.assign(globalThis, { report: { violations, isReady: true, shadow: () => element.shadowRoot } });

// A page with a strict content security policy, and a widget on it. Loaded into a frame by strict-policy.test.ts.

import { createMemoryBackend } from '@globalchat/core/testing';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
await import('../src/define.ts');
const backend = createMemoryBackend();
const element = document.createElement('global-chat');
element.update({ widgetId: backend.widgetId, transport: backend.visitor() });
document.body.append(element);
Object.assign(globalThis, { report: { violations, isReady: true, shadow: () => element.shadowRoot } });

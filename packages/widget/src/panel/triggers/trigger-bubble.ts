// The message of a trigger in the conversation that answers it, where a message of the team would stand. It comes with
// the triggers, so that nobody else pays for it.

import { create, face } from './teaser-nodes.ts';
import type { TriggerMessage } from './teaser-nodes.ts';
import { faceStyles } from './teaser.styles.ts';

const STYLES = `
:host {
  display: grid;
  grid-template-columns: 28px fit-content(86%);
  gap: 2px 8px;
  align-items: end;
  margin-block-end: 14px;
}
b {
  grid-column: 2;
  padding-inline-start: 13px;
  font-size: var(--_text-xs);
  font-weight: 400;
  color: var(--_on-surface-muted);
}
p {
  margin: 0;
  padding: 8px 13px;
  border-radius: var(--gc-radius-bubble, calc(var(--_radius)*1.5));
  border-end-start-radius: var(--gc-radius-bubble-join, calc(var(--_radius)/2));
  background: var(--_bubble-agent, var(--gc-bubble-agent, light-dark(#f2f1ed, #28292d)));
  color: var(--_on-bubble-agent, var(--gc-on-bubble-agent, light-dark(#1a1a18, #ededea)));
  unicode-bidi: plaintext;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
@media (forced-colors: active) {
  p {
    border: 1px solid;
  }
}
${faceStyles}
`;

export function createTriggerBubble(said: TriggerMessage): HTMLElement {
  const element = create('div', 'greeting');
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  root.append(create('b', '', said.name), face(said), create('p', '', said.message));
  return element;
}

// Questions of the owner that an empty conversation offers; each starts it.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { extension } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';

/** One per line; the library has none of its own. */
const withSuggestions = extension({ suggestions: '' });
/** More would push the composer off a phone's screen. */
const SUGGESTION_LIMIT = 5;

export function suggestions({ localizer }: PanelContext, send: (text: string) => unknown): TemplateResult {
  const lines = withSuggestions(localizer).t('suggestions').split('\n');
  const questions = lines.map((line) => line.trim()).filter(Boolean);
  return html`<ul class="suggestions">
    ${questions
      .slice(0, SUGGESTION_LIMIT)
      .map(
        (text) =>
          html`<li><button type="button" part="suggestion" @click=${() => send(text)}>${text}</button></li>`,
      )}
  </ul>`;
}

export const styles = css`
  .flow:has(> .suggestions) {
    margin-block: auto;
  }
  .suggestions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-block-start: 20px;
    padding: 0;
    list-style: none;
  }
  .suggestions button {
    min-block-size: var(--_target);
    padding: 6px 14px;
    border-radius: 18px;
    box-shadow: inset 0 0 0 1px var(--_border-strong);
    font-size: var(--_text-base);
    text-align: start;
    overflow-wrap: anywhere;
  }
  .suggestions button:hover {
    background: var(--_surface-hover);
  }
`;

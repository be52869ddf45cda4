// What an account sees that is on no team.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

/** @param onSignOut Null where one cannot sign out. */
export function noAccess(text: string, signOut: string, onSignOut: (() => void) | null): TemplateResult {
  return html`<div class="center">
    <div class="message">
      <p role="status">${text}</p>
      ${
        onSignOut
          ? html`<button type="button" class="btn quiet" @click=${onSignOut}>${signOut}</button>`
          : nothing
      }
    </div>
  </div>`;
}

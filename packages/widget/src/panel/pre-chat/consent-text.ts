// What the visitor agrees to, in the owner's words: plain text, with `[label](https://…)` as the only formatting. The
// tokenizer of messages would cost two more requests for it. Refuses any address but of the web.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { extension } from '@globalchat/ui';
import type { LaterLocalizer } from '../shell/lazy-shared.ts';

/** Owners may write 500 characters. */
const LONGEST = 1000;
const LINK = /\[([^[\]]+)\]\(([^()\s]+)\)/;

/** The owner's address has no text of ours behind it. */
const withAddress = extension({ privacy_url: '' });

function webAddress(text: string): string | null {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : null;
}

const link = (label: string, href: string): TemplateResult =>
  html`<a href=${href} target="_blank" rel="noopener noreferrer">${label}</a>`;

export function consentText(localizer: LaterLocalizer): unknown {
  const privacyUrl = webAddress(withAddress(localizer).t('privacy_url'));
  const text = localizer.t('consent').slice(0, LONGEST);
  const parts = text.split(LINK);
  if (parts.length > 1) {
    return parts.map((part, index) => {
      if (index % 3 === 0) return part;
      if (index % 3 === 2) return nothing;
      const href = webAddress(parts[index + 1] ?? '');
      return href ? link(part, href) : part;
    });
  }
  if (!privacyUrl) return text;
  const notice = localizer.t('privacyNotice');
  const at = text.toLowerCase().indexOf(notice.toLowerCase());
  // Where a language bends the words, the notice is named once more.
  if (at < 0) return html`${text} ${link(notice, privacyUrl)}`;
  const end = at + notice.length;
  return html`${text.slice(0, at)}${link(text.slice(at, end), privacyUrl)}${text.slice(end)}`;
}

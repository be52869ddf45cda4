// What the visitor agrees to, in the owner's words: plain text, with `[label](https://…)` as the only formatting, and
// addresses of the web as the only ones. The tokenizer of messages would cost two more requests for it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { extension } from '@globalchat/ui';
import type { ScreenLocalizer } from '../shell/screen-texts.ts';

/** Owners may write 500 characters. */
const MAX_CONSENT_CHARACTERS = 1000;
const MARKDOWN_LINK = /\[([^[\]]+)\]\(([^()\s]+)\)/;

/** The owner's address has no text of ours behind it. */
const withAddress = extension({ privacy_url: '' });

function webAddress(text: string): string | null {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : null;
}

const link = (label: string, href: string): TemplateResult =>
  html`<a href=${href} target="_blank" rel="noopener noreferrer">${label}</a>`;

export function consentText(localizer: ScreenLocalizer): unknown {
  const privacyUrl = webAddress(withAddress(localizer).t('privacy_url'));
  const text = localizer.t('consent').slice(0, MAX_CONSENT_CHARACTERS);
  const parts = text.split(MARKDOWN_LINK);
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

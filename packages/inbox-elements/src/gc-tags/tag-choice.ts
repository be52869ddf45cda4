// The tags that the popup of <gc-tags> offers, and its keys: loaded behind the first conversation.
import { html, nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import { iconCheck, iconPlus } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { sanitizeText, tagHue } from '../describe/session.ts';
import { cleanTag, offeredTags } from './tag-list.ts';

export interface TagChoice {
  /** The conversation's. */
  readonly own: readonly string[];
  /** Those of other conversations. */
  readonly used: readonly (readonly string[])[];
  readonly query: string;
  /** Index of the option that Enter takes; the last one when there are fewer. */
  readonly active: number;
  readonly localizer: InboxLocalizer;
  readonly onActive: (index: number) => void;
  readonly onChange: (tags: readonly string[]) => void;
}

interface TagOption {
  readonly tag: string;
  readonly chosen: boolean;
  /** Not used anywhere yet. */
  readonly fresh: boolean;
}

/** The element's own. */
export const styles: readonly CSSResult[] = [];

export function tagChoice(choice: TagChoice): TemplateResult {
  const { localizer } = choice;
  const options = optionsOf(choice);
  const active = Math.min(choice.active, options.length - 1);
  return html`<ul
      id="tag-options"
      role="listbox"
      aria-multiselectable="true"
      aria-label=${localizer.t('tags')}
    >
      ${options.map(
        ({ tag, chosen, fresh }, index) =>
          html`<li role="none">
            <button
              type="button"
              id="tag-${index}"
              role="option"
              tabindex="-1"
              aria-selected=${chosen ? 'true' : 'false'}
              class=${index === active ? 'active' : ''}
              @mousedown=${keepFocus}
              @click=${() => toggleTag(tag, choice)}
            >
              ${fresh ? iconPlus({ size: 16 }) : html`<i class="swatch hue-${tagHue(tag)}"></i>`}
              <span class="grow truncate"
                >${fresh ? localizer.t('createTag', { tag }) : sanitizeText(tag)}</span
              >
              <span class="tick">${chosen ? iconCheck({ size: 16 }) : nothing}</span>
            </button>
          </li>`,
      )}
    </ul>
    ${options.length === 0 ? html`<p class="none">${localizer.t('noTags')}</p>` : nothing}`;
}

/** Id of the option that Enter takes. */
export function activeTag(choice: TagChoice): string | null {
  const { length } = optionsOf(choice);
  return length === 0 ? null : `tag-${Math.min(choice.active, length - 1)}`;
}

/** True when the key was for the choice. */
export function onTagKey(event: KeyboardEvent, choice: TagChoice): boolean {
  const options = optionsOf(choice);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = Math.min(choice.active, options.length - 1);
  const active = options[at];
  if (active === undefined) return false;
  if (step !== undefined) choice.onActive((at + step + options.length) % options.length);
  else if (event.key === 'Enter' && !event.isComposing) toggleTag(active.tag, choice);
  else return false;
  event.preventDefault();
  return true;
}

/** Those that match what is typed, and what is typed itself when it is none of them. */
function optionsOf({ own, query, used }: TagChoice): readonly TagOption[] {
  const typed = cleanTag(query);
  const found = offeredTags(own, used, typed);
  const fresh = typed !== '' && !found.some((tag) => tag.toLocaleLowerCase() === typed.toLocaleLowerCase());
  return [
    ...found.map((tag) => ({ tag, chosen: own.includes(tag), fresh: false })),
    ...(fresh ? [{ tag: typed, chosen: false, fresh: true }] : []),
  ];
}

function toggleTag(tag: string, { own, onChange }: TagChoice): void {
  onChange(own.includes(tag) ? own.filter((other) => other !== tag) : [...own, tag]);
}

/** A press on a tag leaves the caret in the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

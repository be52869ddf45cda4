// The end of a conversation: who resolved it, how it was, and how to go on.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { toGlobalChatError } from '@globalchat/core';
import type { Session } from '@globalchat/core';
import { fieldStyles, iconDone, iconReply, iconStar } from '@globalchat/ui';
import { GcRateEvent } from '../../events.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { screenStyles, withScreenTexts } from '../shell/screen-shared.ts';
import type { WidgetLocalizer } from '../i18n/localization.ts';

const RATING_SCORES = [1, 2, 3, 4, 5] as const;

/** What is being chosen, per session: a rating is not lost when the view is rendered again or left. */
interface RatingDraft {
  score: number;
  comment: string;
  sent: boolean;
  error: string | null;
}
const ratingDrafts = new WeakMap<object, Map<string, RatingDraft>>();

function ratingDraftOf({ chat }: PanelContext, session: Session): RatingDraft {
  const known = ratingDrafts.get(chat) ?? new Map<string, RatingDraft>();
  ratingDrafts.set(chat, known);
  const draft = known.get(session.id) ?? { score: 0, comment: '', sent: false, error: null };
  known.set(session.id, draft);
  return draft;
}

/** Below the last message of a resolved conversation. */
export function resolvedNotice(context: PanelContext, session: Session): TemplateResult {
  const { state } = context;
  const localizer = withScreenTexts(context.localizer);
  const by = session.agentName
    ? localizer.t('resolvedBy', { name: session.agentName })
    : localizer.t('resolved');
  return html`<p class="system resolved" part="message-system">
      ${iconDone({ size: 16 })}<span
        >${by}${session.resolvedAt === null ? nothing : ` · ${localizer.time(session.resolvedAt)}`}</span
      >
    </p>
    ${state.config?.features.csat ? rating(context, session) : nothing}`;
}

function rating(context: PanelContext, session: Session): TemplateResult | typeof nothing {
  const { actions } = context;
  const localizer = withScreenTexts(context.localizer);
  const draft = ratingDraftOf(context, session);
  if (draft.sent) return html`<p class="system" role="status">${localizer.t('ratingThanks')}</p>`;
  if (session.rating !== null) return nothing;
  const pick = (score: number): void => {
    draft.score = score;
    actions.update();
  };
  return html`<form
    class="card rate"
    part="rating"
    @submit=${(event: SubmitEvent) => void submit(event, context, session, draft)}
  >
    <fieldset>
      <legend>${localizer.t('howDidWeDo')}</legend>
      <div class="stars">
        ${RATING_SCORES.map(
          (score) =>
            html`<label class=${score <= draft.score ? 'on' : ''}
              ><input
                type="radio"
                name="score"
                class="vh"
                .checked=${score === draft.score}
                @change=${() => pick(score)}
              /><span class="vh">${localizer.t(`rate${score}`)}</span
              >${iconStar({ size: 28, fill: score <= draft.score })}</label
            >`,
        )}
      </div>
    </fieldset>
    ${
      draft.score === 0
        ? nothing
        : html`<p class="small muted" aria-hidden="true">${localizer.t(`rate${draft.score as 1}`)}</p>
            <textarea
              class="input"
              rows="2"
              maxlength="1000"
              aria-label=${localizer.t('couldBeBetter')}
              placeholder=${localizer.t('couldBeBetter')}
              .value=${draft.comment}
              @input=${(event: InputEvent) => (draft.comment = (event.target as HTMLTextAreaElement).value)}
            ></textarea>
            ${draft.error ? html`<p class="error-text" role="alert">${draft.error}</p>` : nothing}
            <button class="btn primary tall wide">${localizer.t('sendRating')}</button>`
    }
  </form>`;
}

async function submit(
  event: SubmitEvent,
  context: PanelContext,
  session: Session,
  draft: RatingDraft,
): Promise<void> {
  event.preventDefault();
  const { actions, chat, host, localizer } = context;
  const comment = draft.comment.trim() || null;
  try {
    await chat.rate(session.id, draft.score, comment ?? undefined);
    draft.sent = true;
    host.dispatchEvent(new GcRateEvent(session.id, draft.score, comment));
  } catch (cause) {
    draft.error = errorText(toGlobalChatError(cause), localizer);
  }
  actions.update();
}

/** In place of the composer: writing goes on when the visitor wants to. */
export function reopenBar(widget: WidgetLocalizer, onWriteAgain: () => void): TemplateResult {
  const localizer = withScreenTexts(widget);
  return html`<div class="closed">
    <p>${localizer.t('reopens')}</p>
    <button type="button" class="btn quiet" @click=${onWriteAgain}>
      ${iconReply({ size: 16, flip: true })}${localizer.t('writeAgain')}
    </button>
  </div>`;
}

export const styles = [
  ...screenStyles,
  fieldStyles,
  css`
    .resolved {
      display: flex;
      gap: 6px;
      justify-content: center;
      align-items: center;
    }
    .system {
      margin-block-start: 14px;
      text-align: center;
      font-size: var(--_text-xs);
      color: var(--_on-surface-subtle);
    }
    .system .icon {
      color: var(--_success);
    }
    .rate {
      display: grid;
      justify-items: center;
      gap: 10px;
      padding: 16px;
      margin-block-start: 14px;
      text-align: center;
    }
    .rate legend {
      inline-size: 100%;
      padding: 0;
      font-size: var(--_text-lg);
      font-weight: 600;
      letter-spacing: -0.015em;
    }
    .stars {
      display: flex;
      gap: 2px;
      margin-block-start: 6px;
    }
    .stars label {
      display: grid;
      place-items: center;
      position: relative;
      inline-size: 44px;
      block-size: 44px;
      border-radius: var(--_radius-sm);
      color: var(--_border-strong);
      cursor: pointer;
    }
    .stars label:has(:focus-visible) {
      outline: 2px solid var(--_focus);
      outline-offset: -2px;
    }
    .stars .on {
      color: light-dark(#b97a00, #f0bb4a);
    }
    .stars .icon {
      stroke-width: 1.5;
    }
    .rate .small {
      margin-block-start: -6px;
      font-size: var(--_text-sm);
    }
    .closed {
      flex: none;
      display: grid;
      justify-items: center;
      gap: 10px;
      padding: 12px 16px 14px;
      border-block-start: 1px solid var(--_border);
      text-align: center;
      font-size: var(--_text-sm);
      color: var(--_on-surface-muted);
    }
    .closed .btn {
      color: var(--_on-surface);
    }
  `,
];

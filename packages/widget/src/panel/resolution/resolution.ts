// The end of a conversation: who resolved it, how it was, and how to go on. Loaded when one is resolved.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { toGlobalChatError } from '@globalchat/core';
import type { Session } from '@globalchat/core';
import { fieldStyles, iconDone, iconReply, iconStar } from '@globalchat/ui';
import { GcRateEvent } from '../../events.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { laterStyles, withLaterTexts } from '../shell/lazy-shared.ts';
import type { WidgetLocalizer } from '../i18n/localization.ts';

const SCORES = [1, 2, 3, 4, 5] as const;

/** What is being chosen, per session: a rating is not lost when the view is rendered again or left. */
interface Choice {
  score: number;
  comment: string;
  sent: boolean;
  error: string | null;
}
const choices = new WeakMap<object, Map<string, Choice>>();

function choiceOf({ chat }: PanelContext, session: Session): Choice {
  const known = choices.get(chat) ?? new Map<string, Choice>();
  choices.set(chat, known);
  const choice = known.get(session.id) ?? { score: 0, comment: '', sent: false, error: null };
  known.set(session.id, choice);
  return choice;
}

/** Below the last message of a resolved conversation. */
export function resolution(context: PanelContext, session: Session): TemplateResult {
  const { state } = context;
  const localizer = withLaterTexts(context.localizer);
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
  const localizer = withLaterTexts(context.localizer);
  const choice = choiceOf(context, session);
  if (choice.sent) return html`<p class="system" role="status">${localizer.t('ratingThanks')}</p>`;
  if (session.rating !== null) return nothing;
  const pick = (score: number): void => {
    choice.score = score;
    actions.update();
  };
  return html`<form
    class="card rate"
    part="rating"
    @submit=${(event: SubmitEvent) => void submit(event, context, session, choice)}
  >
    <fieldset>
      <legend>${localizer.t('howDidWeDo')}</legend>
      <div class="stars">
        ${SCORES.map(
          (score) =>
            html`<label class=${score <= choice.score ? 'on' : ''}
              ><input
                type="radio"
                name="score"
                class="vh"
                .checked=${score === choice.score}
                @change=${() => pick(score)}
              /><span class="vh">${localizer.t(`rate${score}`)}</span
              >${iconStar({ size: 28, fill: score <= choice.score })}</label
            >`,
        )}
      </div>
    </fieldset>
    ${
      choice.score === 0
        ? nothing
        : html`<p class="small muted" aria-hidden="true">${localizer.t(`rate${choice.score as 1}`)}</p>
            <textarea
              class="input"
              rows="2"
              maxlength="1000"
              aria-label=${localizer.t('couldBeBetter')}
              placeholder=${localizer.t('couldBeBetter')}
              .value=${choice.comment}
              @input=${(event: InputEvent) => (choice.comment = (event.target as HTMLTextAreaElement).value)}
            ></textarea>
            ${choice.error ? html`<p class="error-text" role="alert">${choice.error}</p>` : nothing}
            <button class="btn primary tall wide">${localizer.t('sendRating')}</button>`
    }
  </form>`;
}

async function submit(
  event: SubmitEvent,
  context: PanelContext,
  session: Session,
  choice: Choice,
): Promise<void> {
  event.preventDefault();
  const { actions, chat, host, localizer } = context;
  const comment = choice.comment.trim() || null;
  try {
    await chat.rate(session.id, choice.score, comment ?? undefined);
    choice.sent = true;
    host.dispatchEvent(new GcRateEvent(session.id, choice.score, comment));
  } catch (cause) {
    choice.error = errorText(toGlobalChatError(cause), localizer);
  }
  actions.update();
}

/** In place of the composer: writing goes on when the visitor wants to. */
export function endBar(widget: WidgetLocalizer, onWriteAgain: () => void): TemplateResult {
  const localizer = withLaterTexts(widget);
  return html`<div class="closed">
    <p>${localizer.t('reopens')}</p>
    <button type="button" class="btn quiet" @click=${onWriteAgain}>
      ${iconReply({ size: 16, flip: true })}${localizer.t('writeAgain')}
    </button>
  </div>`;
}

export const styles = [
  ...laterStyles,
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

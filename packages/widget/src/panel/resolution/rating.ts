// How a resolved conversation was: one to five stars and a comment.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { toGlobalChatError } from '@globalchat/core';
import type { Session } from '@globalchat/core';
import { iconStar } from '@globalchat/ui';
import { GcRateEvent } from '../../events.ts';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';

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

export function rating(context: PanelContext, session: Session): TemplateResult | typeof nothing {
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

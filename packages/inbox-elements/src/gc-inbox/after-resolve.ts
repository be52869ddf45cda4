// Where an agent goes once the open conversation is resolved, and what takes it back. Loaded with the first conversation
// that is opened.
import { ContextConsumer } from '@lit/context';
import { html } from 'lit';
import type { ReactiveControllerHost } from 'lit';
import { iconDone } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import { styleProperties } from '../base/style-properties.ts';
import { inboxContext, selectionContext } from '../contexts.ts';
import type { IntentEvent } from '../events/intent-event.ts';
import { GcSelectEvent, GcUpdateSessionEvent } from '../events/session-intents.ts';
import type { NoticeContent, NoticeController } from './notice-controller.ts';

/** `next`: the next one of the list that is not resolved, or the list when there is none. */
export type AfterResolve = 'stay' | 'next' | 'list';

/** The button of the notice has the size of a cross. */
const WIDE_BUTTON = { 'inline-size': 'auto', 'padding-inline': '8px', 'text-decoration': 'underline' };

/** Goes there at each intent that resolves it and that nobody cancelled, and back when it fails. */
export function followResolving(
  host: ReactiveControllerHost & HTMLElement & { readonly afterResolve: AfterResolve },
  notice: NoticeController,
): void {
  const inbox = new ContextConsumer(host, { context: inboxContext, subscribe: true });
  const selection = new ContextConsumer(host, { context: selectionContext, subscribe: true });
  const leave = (event: IntentEvent, id: string | undefined, canUndo: boolean): void => {
    const after = host.afterResolve;
    if ((after !== 'next' && after !== 'list') || id === undefined || id !== selection.value) return;
    // Before the change shows: then it may be in the list no more.
    const { sessions = [] } = inbox.value?.get() ?? {};
    const at = sessions.findIndex((session) => session.id === id);
    const around = [...sessions.slice(at + 1), ...sessions.slice(0, Math.max(0, at)).toReversed()];
    const next = around.find(({ status }) => status !== 'resolved')?.id ?? null;
    const before = sessions[at];
    queueMicrotask(() => {
      if (event.defaultPrevented || selection.value !== id) return;
      const place = after === 'next' ? next : null;
      void new GcSelectEvent(place).sendFrom(host);
      event.answer?.then(
        () => {
          if (canUndo && before) notice.show(undoNotice(host, notice, before));
        },
        () => {
          if (selection.value === place) void new GcSelectEvent(id).sendFrom(host);
        },
      );
    });
  };
  host.addEventListener('gc-update-session', (event) => {
    const [id, ...more] = event.sessionIds;
    if (event.changes.status === 'resolved' && more.length === 0) leave(event, id, true);
  });
  host.addEventListener('gc-send-reply', (event) => {
    if (event.resolve) leave(event, event.sessionId, false);
  });
}

/** @param before As it was. */
function undoNotice(
  host: HTMLElement,
  notice: NoticeController,
  { id, status, snoozedUntil }: Pick<InboxSession, 'id' | 'status' | 'snoozedUntil'>,
): NoticeContent {
  const undo = (): void => {
    notice.dismiss();
    // Resolving wakes; a time that has come meanwhile is no snooze.
    const asleep = snoozedUntil !== null && snoozedUntil > Date.now();
    void new GcUpdateSessionEvent([id], { status, ...(asleep && { snoozedUntil }) }).sendFrom(host);
    void new GcSelectEvent(id).sendFrom(host);
  };
  return (localizer) =>
    html`${iconDone({ size: 16 })}<span class="grow">${localizer.t('resolved')}</span>
      <button type="button" @click=${undo} ${styleProperties(WIDE_BUTTON)}>${localizer.t('undo')}</button>`;
}

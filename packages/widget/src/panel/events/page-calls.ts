// What a page told of its visitor, also before the panel was here, and the names that it called or listened to in vain, which
// are said on the console once each. Loaded by pages that did any of it.

import { GlobalChatError, isGlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { IdentityProof, VisitorChat, VisitorDetails } from '@globalchat/core';
import type { PageCall, PageCalls, PanelHost } from '../../element/panel-contract.ts';
import { GcAttributesEvent, GcIdentifyEvent } from '../../visitor-and-file-events.ts';
import { EVENT_NAMES } from '../../verbs-and-events.ts';
import { wrongDetails } from '../settings/visitor-details.ts';
import type { ResettablePanel } from '../shell/panel-context.ts';
import { createErrorReporter } from './error-reporter.ts';

export interface PageCallsOptions {
  readonly host: PanelHost;
  readonly chat: VisitorChat;
  readonly panel: ResettablePanel;
  /** The end of the panel. */
  readonly signal: AbortSignal;
}

export function takePageCalls({ host, chat, panel, signal }: PageCallsOptions): void {
  if (signal.aborted || !host.q[0]) return;
  const { report } = createErrorReporter(host);
  const named = createNameCheck();
  let proof: IdentityProof | null = null;
  let known = chat.get().identity;

  const fail = (cause: unknown): void => report(toGlobalChatError(cause));
  /** What comes of it is in the chat's state. */
  const prove = (given: IdentityProof): void => {
    proof = given;
    chat.identify(given).catch(() => undefined);
  };
  const identify = (visitor: VisitorDetails | IdentityProof): void => {
    if (typeof visitor === 'string' || typeof visitor === 'function') return prove(visitor);
    const good = { ...visitor };
    for (const detail of wrongDetails(visitor)) {
      delete good[detail];
      report(new GlobalChatError('invalid_argument', `identify: this ${detail} cannot be taken.`));
    }
    // The panel hears of it as of any other setting.
    host.visitor = { ...host.visitor, ...good };
    host.dispatchEvent(new GcIdentifyEvent(false, null));
  };
  const take = (call: PageCall): void => {
    if (typeof call === 'string') named(call);
    else if (call.length === 1) identify(call[0]);
    else if (call[0] !== 0) chat.track(call[0], call[1], call[2].getTime()).catch(fail);
    else {
      const [, attributes] = call;
      chat.setAttributes(attributes).then(() => host.dispatchEvent(new GcAttributesEvent(attributes)), fail);
    }
  };

  /** Somebody else uses this browser now: nobody reads or writes on as the one before. */
  const startAnew = async (): Promise<void> => {
    const theirs = proof;
    await panel.reset();
    if (theirs && !signal.aborted) prove(theirs);
  };
  const unsubscribe = chat.subscribe(() => {
    const { identity } = chat.get();
    if (identity === known) return;
    known = identity;
    if (!identity) return;
    if (!isGlobalChatError(identity)) host.dispatchEvent(new GcIdentifyEvent(true, identity.externalId));
    else if (identity.code === 'identity_conflict') startAnew().catch(fail);
    else report(identity);
  });
  host.addEventListener('gc-reset', () => (proof = null), { signal });
  signal.addEventListener('abort', () => {
    unsubscribe();
    // Another panel of this element begins with it.
    const rest: PageCall[] = proof ? [[proof]] : [];
    host.q = rest;
  });

  const early = host.q as readonly PageCall[] & PageCalls;
  host.q = { push: take };
  for (const call of early) take(call);
}

function createNameCheck(): (name: string) => void {
  const told = new Set(EVENT_NAMES);
  return (name) => {
    if (told.has(name)) return;
    told.add(name);
    const what = name.startsWith('!') ? 'unknown_verb' : 'unknown_event';
    console.warn(`[Global Chat] ${what}: there is no "${name.replace('!', '')}".`);
  };
}

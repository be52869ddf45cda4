// Elements on a page, with a team and its visitors behind them: mounting, tidying up and finding things by what a
// person perceives, role and accessible name, never by private state.
import { fixtureCleanup } from '@open-wc/testing';
import '../src/define.ts';
import type { GcInbox } from '../src/gc-inbox/gc-inbox.ts';
import type { GcInboxProvider } from '../src/gc-inbox-provider/gc-inbox-provider.ts';
import type { Inbox, SessionFilters } from '@globalchat/core';
import { createUntil } from '../../../tools/test-kit/until.ts';
import { createActors } from './actors.ts';
import type { Conversation, Actors } from './actors.ts';

export interface InboxFixture {
  readonly actors: Actors;
  readonly provider: GcInboxProvider;
  readonly inbox: Inbox;
  readonly element: GcInbox;
  /** Chooses a conversation as a click on its row would, and waits until it is shown. */
  readonly choose: (name: string) => Promise<void>;
}

const mounted = new Set<Element>();

afterEach(() => {
  for (const element of mounted) element.remove();
  mounted.clear();
  fixtureCleanup();
  sessionStorage.clear();
});

/** Puts an element into the page until the end of the test. */
export function mount<E extends Element>(element: E): E {
  mounted.add(element);
  document.body.append(element);
  return element;
}

export interface FixtureOptions {
  readonly theme?: 'light' | 'dark';
  readonly filters?: SessionFilters;
  readonly locale?: string;
  /** Pixels. */
  readonly width?: number;
  /** Given to the provider beside the inbox, for signing in and out. */
  readonly client?: unknown;
  /** The agent's client has no user. */
  readonly signedOut?: boolean;
}

/** A complete inbox over these conversations, ready to work. */
export async function inboxFixture(
  conversations: readonly Conversation[],
  options: FixtureOptions = {},
): Promise<InboxFixture> {
  const actors = createActors(conversations);
  if (options.signedOut === true) actors.agent.setUser(null);
  const inbox = actors.inbox(options.filters);
  const provider = document.createElement('gc-inbox-provider');
  const element = document.createElement('gc-inbox');
  element.style.inlineSize = `${options.width ?? 1300}px`;
  element.style.blockSize = '700px';
  provider.theme = options.theme ?? 'light';
  if (options.locale !== undefined) provider.locale = options.locale;
  provider.inbox = inbox;
  provider.client = options.client ?? null;
  provider.append(element);
  mount(provider);
  if (options.signedOut === true) await until(() => find(element, 'textbox', 'Email'));
  // By its tag: its name is in the language of the fixture.
  else await until(() => inbox.get().status === 'ready' && find(element, 'list'));
  return {
    actors,
    provider,
    inbox,
    element,
    async choose(name) {
      (await seek(element, 'button', name)).click();
      await seek(element, 'region', `Conversation with ${name}`);
      await seek(element, 'textbox');
    },
  };
}

export const until = createUntil({ patience: 3000, interval: 10 });

/** Every element below `root` that is laid out, through shadow roots, in document order. */
export function everything(root: Element | ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.checkVisibility() ? [element] : []),
    ...(element.shadowRoot ? everything(element.shadowRoot) : []),
  ]);
}

const ROLES: Readonly<Record<string, string>> = {
  button: 'button:not([role])',
  textbox: 'textarea, input:not([type]), input[type="email"], input[type="password"]',
  searchbox: 'input[type="search"]',
  list: 'ul, ol',
  listitem: 'li',
  region: 'section[aria-label]',
  alert: '[role="alert"]',
};

/** All elements with this role and, when given, exactly this accessible name. */
export function findAll(root: Element, role: string, name?: string): HTMLElement[] {
  const own = root.shadowRoot ? everything(root.shadowRoot) : [];
  return [...own, ...everything(root)].filter((element) => {
    const hasRole =
      element.getAttribute('role') === role ||
      (!element.hasAttribute('role') && ROLES[role] !== undefined && element.matches(ROLES[role]));
    return hasRole && (name === undefined || nameOf(element) === name);
  });
}

export function find(root: Element, role: string, name?: string): HTMLElement | null {
  return findAll(root, role, name)[0] ?? null;
}

/** Waits for it. */
export function seek(root: Element, role: string, name?: string): Promise<HTMLElement> {
  return until(() => find(root, role, name), `${role} "${name ?? ''}"`);
}

/** The accessible name by the rules that these elements use: label references, labels, own text without what is hidden. */
export function nameOf(element: HTMLElement): string {
  const root = element.getRootNode() as ShadowRoot;
  const labelledBy = element.getAttribute('aria-labelledby');
  if (labelledBy !== null)
    return labelledBy
      .split(' ')
      .map((id) => root.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim();
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return element.labels?.[0]?.textContent?.trim() ?? '';
  }
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The element with the focus, through shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Types into a field as a keyboard would, after what is there. */
export function type(field: HTMLElement, text: string): void {
  const box = field as HTMLTextAreaElement;
  box.focus();
  box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** The texts of the bubbles and notes in the transcript, in order. */
export function said(root: Element): string[] {
  return findAll(root, 'region')
    .flatMap((region) => [...region.querySelectorAll('[part~="message"], [part="note"] .note-text')])
    .map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** Waits until every transition below `root` has ended: a colour on its way is neither the old nor the new one. */
export async function still(root: Element): Promise<void> {
  const shadow = root.shadowRoot ? everything(root.shadowRoot) : [];
  const running = [...shadow, ...everything(root)].flatMap((element) => element.getAnimations());
  const finite = running.filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(finite.map((animation) => animation.finished.catch(() => undefined)));
}

// Shows the first trigger's message whose time has come, beside the launcher, and knows when not to: never to somebody who
// talks already, once per visitor and trigger, and for a week after one was closed. A file of its own that shares no code
// with the panel, loaded only where the config has a trigger or an icon of the owner's. Stores, sends and connects nothing before a click.

import { directionOf, loadWidgetDictionary } from '@globalchat/ui';
import type { Clock } from '@globalchat/core';
import type { RawConfig } from '../../element/launcher.styles.ts';
import type { AnsweredTrigger, PanelHost } from '../../element/panel-contract.ts';
import { GcTriggerEvent } from '../../events.ts';
import type { GcSendEvent } from '../../events.ts';
import { isEditing } from '../frame/is-editing.ts';
import { chosenLocale, localeChain } from '../i18n/chosen-locale.ts';
import { LATEST_START_MS } from './trigger-limits.ts';
import { createTriggerBubble } from './trigger-bubble.ts';
import { showIconAtRest } from './icon-at-rest.ts';
import { watchPage } from './page-watch.ts';
import type { PageWatch } from './page-watch.ts';
import { createTriggerMemory } from './trigger-memory.ts';
import type { TriggerMemory } from './trigger-memory.ts';
import type { TriggerMessage } from './teaser-nodes.ts';
import { createTeaserView } from './teaser-view.ts';
import type { TeaserView } from './teaser-view.ts';
import { teaserStyles } from './teaser.styles.ts';
import { readTriggers } from './read-triggers.ts';
import type { Trigger } from './read-triggers.ts';

const PAGE_CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (handle) => clearTimeout(handle as number),
};

/** What is running, so that the next config of an element ends it. */
const running = new WeakMap<PanelHost, TriggerRun>();

/** The icon shows at once; the rest begins when the page has nothing else to do. */
export function mount(host: PanelHost, config: RawConfig): void {
  showIconAtRest(host, config);
  const start = (): void => {
    running.get(host)?.stop();
    const triggers = readTriggers(config);
    // Meanwhile it may have become another widget.
    if (triggers.length > 0 && config['allowed'] !== false && config['id'] === host.widgetId)
      running.set(host, new TriggerRun(host, config, triggers));
  };
  // Safari knows no idle time.
  if ('requestIdleCallback' in window) requestIdleCallback(start, { timeout: LATEST_START_MS });
  else setTimeout(start);
}

class TriggerRun {
  readonly #host: PanelHost;
  readonly #config: RawConfig;
  readonly #triggers: readonly Trigger[];
  readonly #launcher: HTMLElement;
  readonly #lifetime = new AbortController();
  readonly #memory: TriggerMemory;
  readonly #page: PageWatch;
  readonly #clock: Clock;
  /** The settings that make it another widget. */
  readonly #settings: readonly unknown[];
  /** What was shown here, or held back by the page. */
  readonly #done = new Set<Trigger>();
  /** Its time has come; it waits for its words, or for somebody who looks. */
  #due: Trigger | null = null;
  #closeLabel: string | null = null;
  #shown: { readonly trigger: Trigger; readonly view: TeaserView } | null = null;

  constructor(host: PanelHost, config: RawConfig, triggers: readonly Trigger[]) {
    const { signal } = this.#lifetime;
    const { environment } = host;
    this.#host = host;
    this.#config = config;
    this.#launcher = host.shadowRoot.firstElementChild as HTMLElement;
    this.#settings = this.#currentSettings();
    this.#clock = environment?.clock ?? PAGE_CLOCK;
    this.#memory = createTriggerMemory(
      () => environment?.storage ?? localStorage,
      String(host.widgetId),
      () => this.#clock.now(),
    );
    this.#triggers = triggers.filter(({ id }) => !this.#memory.has(id));
    this.#page = watchPage({ triggers: this.#triggers, clock: this.#clock, onChange: this.#look, signal });
    // The element paints its launcher whenever something about it changed, its end included.
    const observer = new MutationObserver(this.#look);
    observer.observe(this.#launcher, { attributes: true });
    observer.observe(host, { attributeFilter: ['hidden', 'open'] });
    signal.addEventListener('abort', () => observer.disconnect());
    for (const type of ['visibilitychange', 'focusout'])
      document.addEventListener(type, this.#look, { signal });
    // Another tab answered, closed or wrote.
    addEventListener('storage', this.#look, { signal });
  }

  stop(): void {
    this.#lifetime.abort();
    this.#shown?.view.remove();
    this.#shown = null;
  }

  readonly #look = (): void => {
    if (this.#lifetime.signal.aborted) return;
    const host = this.#host;
    if (host.hasAttribute('open')) {
      // Whoever opens the chat beside it has answered it.
      if (this.#shown && !this.#shown.view.isHidden) this.#memory.answered(this.#shown.trigger.id);
      return this.stop();
    }
    if (this.#isOver()) return this.stop();
    if (this.#shown && !this.#page.matches(this.#shown.trigger)) {
      this.#shown.view.remove();
      this.#shown = null;
    }
    if (!this.#shown) this.#showNext();
    this.#shown?.view.show(!this.#launcher.hidden, this.#styles());
  };

  /** Nothing will be shown any more. */
  #isOver(): boolean {
    const settings = this.#currentSettings();
    return (
      !this.#host.isConnected ||
      (this.#host.consent ?? 'granted') !== 'granted' ||
      this.#settings.some((value, index) => value !== settings[index]) ||
      this.#memory.isSnoozed() ||
      this.#memory.hasConversation() ||
      (this.#shown !== null && this.#memory.has(this.#shown.trigger.id))
    );
  }

  #showNext(): void {
    const isOpen = ({ id }: Trigger): boolean => !this.#memory.has(id);
    if (this.#due && !this.#page.matches(this.#due)) this.#due = null;
    this.#due ??=
      this.#triggers.find(
        (trigger) => !this.#done.has(trigger) && isOpen(trigger) && this.#page.holds(trigger),
      ) ?? null;
    const trigger = this.#due;
    if (!trigger || !this.#canShow(trigger)) return;
    if (this.#closeLabel === null) return this.#loadWords();
    this.#due = null;
    this.#done.add(trigger);
    if (!this.#host.dispatchEvent(new GcTriggerEvent(trigger.id))) return this.#showNext();
    // The page may have done anything meanwhile.
    if (!this.#lifetime.signal.aborted) this.#show(trigger, this.#closeLabel);
  }

  /** Somebody looks, and is not in the middle of writing something else. */
  #canShow({ hoursOnly }: Trigger): boolean {
    return (
      !this.#launcher.hidden &&
      this.#host.checkVisibility() &&
      !document.hidden &&
      !isEditing(document.activeElement) &&
      (!hoursOnly || this.#isOnline())
    );
  }

  /** As far as the config knows: after its next change nobody asked. */
  #isOnline(): boolean {
    const { online, changes_at: changesAt } = (this.#config['availability'] ?? {}) as RawConfig;
    return online === true && !(Date.parse(String(changesAt)) <= this.#clock.now());
  }

  #loadWords(): void {
    const locale = chosenLocale(this.#host);
    const tell = (word: string | undefined): void => {
      this.#closeLabel = this.#host.texts?.['close'] ?? word ?? 'Close';
      this.#look();
    };
    loadWidgetDictionary(locale).then(
      (words) => tell(words?.close as string | undefined),
      () => tell(undefined),
    );
  }

  #show(trigger: Trigger, closeLabel: string): void {
    const locale = chosenLocale(this.#host);
    const said = this.#said(trigger, locale);
    const view = createTeaserView({
      host: this.#host,
      said,
      locale,
      dir: directionOf(locale),
      closeLabel,
      onClose: () => {
        this.#memory.closed(trigger.id);
        this.stop();
      },
      onAnswer: () => {
        this.#memory.answered(trigger.id);
        const answered = { id: trigger.id, greeting: createTriggerBubble(said) };
        this.#host.answeredTrigger = answered;
        this.#keep(answered, said);
        this.stop();
        // As from the launcher: there the visitor comes from, and goes back to.
        this.#launcher.focus();
        this.#host.toggleAttribute('open', true);
      },
    });
    this.#shown = { trigger, view };
  }

  /** From the first message that answers it; until then a reload forgets it. */
  #keep(answered: AnsweredTrigger, said: TriggerMessage): void {
    const host = this.#host;
    const onSend = ({ sessionId }: GcSendEvent): void => {
      const isAnswered = answered.conversation?.id === sessionId;
      if (host.answeredTrigger === answered && !isAnswered) return;
      host.removeEventListener('gc-send', onSend);
      if (isAnswered) this.#memory.keep({ sessionId, said });
    };
    host.addEventListener('gc-send', onSend);
  }

  #said({ id, message, sender }: Trigger, locale: string): TriggerMessage {
    const { locales, team, team_name: teamName } = this.#config;
    const key = id === 'teaser' ? id : `trigger.${id}`;
    const translations = localeChain(locale).map(
      (step) => ((locales as RawConfig | null)?.[step] as RawConfig | undefined)?.[key],
    );
    const texts = [this.#host.texts?.[key], ...translations.toReversed(), message];
    const faces = (Array.isArray(team) ? team : []) as (RawConfig | null)[];
    const person = faces.find((one) => one && (sender === null || one['name'] === sender));
    const name = sender ?? textOf(person?.['name']);
    return {
      name: name ?? textOf(teamName) ?? '',
      avatarUrl: textOf(person?.['avatar_url']),
      teamName: name === null ? null : textOf(teamName),
      message: texts.find((text): text is string => typeof text === 'string' && text !== '') ?? message,
    };
  }

  #styles(): string {
    const host = this.#host;
    const { left, right } = host.getBoundingClientRect();
    const style = getComputedStyle(host);
    const isLeft = (this.#config['position'] === 'start') !== (style.direction === 'rtl');
    const isScheme = (scheme: unknown): scheme is string => scheme === 'light' || scheme === 'dark';
    return teaserStyles({
      config: this.#config,
      scheme:
        [host.theme, this.#config['color_scheme']].find(isScheme) ??
        (style.colorScheme === 'normal' ? 'light dark' : null),
      offsetPx: isLeft ? left : document.documentElement.clientWidth - right,
      hasPageSurface: ['--gc-surface', '--gc-surface-raised'].some(
        (name) => style.getPropertyValue(name) !== '',
      ),
    });
  }

  #currentSettings(): readonly unknown[] {
    const { client, environment, supabaseKey, supabaseUrl, transport, widgetId } = this.#host;
    return [client, environment, supabaseKey, supabaseUrl, transport, widgetId];
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

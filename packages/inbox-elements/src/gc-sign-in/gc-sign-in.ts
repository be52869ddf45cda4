// <gc-sign-in>: a form for e-mail and password, which is loaded when somebody has to sign in.
import { ContextConsumer } from '@lit/context';
import type { PropertyDeclarations } from 'lit';
import type { ModuleSource } from '@globalchat/ui';
import type { GlobalChatError } from '@globalchat/core';
import { GcElement } from '../base/gc-element.ts';
import { LazyView } from '../base/lazy-view.ts';
import { accountContext } from '../contexts.ts';
import { GcSignInEvent } from '../events/account-intents.ts';
import type * as formModule from './sign-in-form.ts';
import type { Field } from './sign-in-form.ts';

const source: ModuleSource<typeof formModule> = { load: () => import('./sign-in-form.ts') };

/**
 * The form with "Email", "Password" and "Sign in". What was typed stays after a failure.
 *
 * @fires {GcSignInEvent} gc-sign-in - Somebody wants to sign in.
 * @slot - Instead of the title.
 * @slot after - Below the form, for other ways to sign in.
 * @csspart form - The form.
 * @csspart error - The failure.
 */
export class GcSignIn extends GcElement {
  static override properties: PropertyDeclarations = {
    busy: { type: Boolean },
    error: { attribute: false },
    missing: { state: true },
    waiting: { state: true },
  };

  /** Signing in is under way; also when the provider says so. */
  declare busy: boolean;
  /** Why it failed, instead of the provider's error. */
  declare error: GlobalChatError | null;

  /** The first field that cannot be right. */
  declare private missing: Field | null;
  /** Somebody took the intent and has not answered yet. */
  declare private waiting: boolean;

  readonly #form = new LazyView(this, source);
  #focusWanted = false;
  readonly #account = new ContextConsumer(this, { context: accountContext, subscribe: true });

  constructor() {
    super();
    this.busy = false;
    this.error = null;
    this.missing = null;
    this.waiting = false;
  }

  override focus(): void {
    this.#focusWanted = this.#input('email') === null;
    this.#input('email')?.focus();
  }

  protected override render(): unknown {
    return this.#form.render(
      ({ signInForm }) =>
        signInForm({
          localizer: this.localizer,
          busy: this.#busy,
          error: this.error ?? this.#account.value?.error ?? null,
          missing: this.missing,
          typed: (field) => this.#input(field)?.value ?? '',
          onMissing: this.#onMissing,
          onSubmit: this.#onSubmit,
        }),
      this.localizer,
    );
  }

  protected override updated(): void {
    if (this.#focusWanted) this.focus();
  }

  readonly #onMissing = (field: Field | null): void => {
    this.missing = field;
    // What stands in the field decides the words, even when the field is the same as before.
    this.requestUpdate();
  };

  readonly #onSubmit = (email: string, password: string): void => {
    if (this.#busy) return;
    const answer = this.ask(new GcSignInEvent(email, password));
    if (answer === null) return;
    this.waiting = true;
    const done = (): void => void (this.waiting = false);
    answer.then(done, done);
  };

  get #busy(): boolean {
    return this.busy || this.waiting || this.#account.value?.busy === true;
  }

  #input(name: Field): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-sign-in': GcSignIn;
  }
}

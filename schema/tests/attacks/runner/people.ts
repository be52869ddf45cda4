/**
 * Owns the people of a run: accounts and anonymous users of Auth, made when they are first needed, and removed at the end.
 * Each is a user of the whole project; what they are in a tenant is fixture.ts's.
 */
import { randomUUID } from 'node:crypto';
import type { Who } from './attack.ts';
import { arrange } from './project.ts';
import type { Project } from './project.ts';

export interface Person {
  readonly id: string;
  readonly token: string;
  readonly email: string;
}

/** Begins the address of every account that a run makes, so that a later run finds what was left behind. */
export const ACCOUNT_PREFIX = 'attacks-';
const ANONYMOUS: readonly string[] = [
  'visitor',
  'otherVisitor',
  'identifiedVisitor',
  'blockedVisitor',
  'anonymousMember',
];

export class People {
  readonly #project: Project;
  readonly #run: string;
  readonly #people = new Map<string, Promise<Person>>();

  constructor(project: Project, run: string) {
    this.#project = project;
    this.#run = run;
  }

  /** The one of this scope, an attack or a shift; the visitors who stand in every fixture are the same in all. */
  find(who: Who, scope: string): Promise<Person> {
    const key = ANONYMOUS.includes(who) ? who : `${scope} ${who}`;
    let person = this.#people.get(key);
    if (person === undefined) {
      person = who.startsWith('fresh') || ANONYMOUS.includes(who) ? this.#anonymous() : this.#account(who);
      this.#people.set(key, person);
    }
    return person;
  }

  async #anonymous(): Promise<Person> {
    const { publishableKey } = this.#project;
    const made = (await arrange(
      this.#project,
      'POST',
      '/auth/v1/signup',
      { data: { attacks: this.#run } },
      { key: publishableKey },
    )) as {
      user: { id: string };
      access_token: string;
    };
    return { id: made.user.id, token: made.access_token, email: '' };
  }

  async #account(who: string): Promise<Person> {
    const email = `${ACCOUNT_PREFIX}${this.#run}-${who.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`;
    const password = randomUUID();
    const body = { email, password, email_confirm: true, user_metadata: { name: who, attacks: this.#run } };
    const { id } = (await arrange(this.#project, 'POST', '/auth/v1/admin/users', body)) as { id: string };
    const { publishableKey } = this.#project;
    const signedIn = (await arrange(
      this.#project,
      'POST',
      '/auth/v1/token?grant_type=password',
      { email, password },
      { key: publishableKey },
    )) as { access_token: string };
    return { id, token: signedIn.access_token, email };
  }

  async all(): Promise<readonly Person[]> {
    const settled = await Promise.allSettled(this.#people.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  async remove(): Promise<void> {
    for (const { id } of await this.all())
      await arrange(this.#project, 'DELETE', `/auth/v1/admin/users/${id}`);
    this.#people.clear();
  }
}

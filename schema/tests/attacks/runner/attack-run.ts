/**
 * Owns carrying out the steps of one attack.
 * While somebody is refused, no row of the two tenants may change, and no answer may contain a secret of theirs.
 */
import { randomUUID } from 'node:crypto';
import type { CountStep, FloodStep, HearStep, HttpStep, JoinStep, SayStep, Step, Who } from './attack.ts';
import type { People } from './people.ts';
import { AttackSucceeded, codesOf, compare, parsed } from './compare.ts';
import { arrange, ask } from './project.ts';
import type { Project, Received } from './project.ts';
import { Line } from './socket.ts';
import type { Fixture } from './fixture.ts';
import { fill, fillAll } from './values.ts';
import type { Values } from './values.ts';

/** What must stay as it is while somebody is refused: all tables of a tenant, in one request. */
const WATCHED = [
  'global_chat_agents',
  'global_chat_visitors',
  'global_widget_config',
  'global_chat_sessions',
  'global_chat_notes',
  'global_chat_canned_replies',
  'global_chat_saved_views',
];
const ROWS = [
  `select=*,${WATCHED.map((table) => `${table}(*)`).join(',')}`.replace(
    '_sessions(*)',
    '_sessions(*,global_chat_messages(*))',
  ),
  'order=id',
  ...WATCHED.map((table) => `${table}.order=${table === 'global_chat_agents' ? 'user_id' : 'id'}`),
  'global_chat_sessions.global_chat_messages.order=id',
].join('&');

/** One attack while it runs. */
export class AttackRun {
  readonly #project: Project;
  readonly #people: People;
  readonly #fixture: Fixture;
  readonly #values: Values;
  readonly #scope = randomUUID();
  readonly #lines = new Map<string, Line>();
  #before: string | undefined;

  constructor(project: Project, people: People, fixture: Fixture) {
    this.#project = project;
    this.#people = people;
    this.#fixture = fixture;
    this.#values = new Map(fixture.values);
  }

  async carryOut(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const refusal = step.kind === 'http' && step.as !== 'owner' && isRefusal(step);
      if (refusal) this.#before ??= await this.#rows();
      else await this.#unchanged();
      await this.#do(step);
    }
    await this.#unchanged();
  }

  close(): void {
    for (const line of this.#lines.values()) line.close();
  }

  async #do(step: Step): Promise<void> {
    if (step.kind === 'http') await this.#http(step);
    else if (step.kind === 'flood') await this.#flood(step);
    else if (step.kind === 'count') await this.#count(step);
    else if (step.kind === 'join') await this.#join(step);
    else if (step.kind === 'say') await this.#say(step);
    else if (step.kind === 'hear') await this.#hear(step);
    else await this.#fixture.change(fillAll(step.settings, this.#values) as Record<string, unknown>);
  }

  /** The rows of both tenants, when refusals came before this. */
  async #unchanged(): Promise<void> {
    if (this.#before === undefined) return;
    const [before, now] = [this.#before, await this.#rows()];
    this.#before = undefined;
    if (before !== now) throw new AttackSucceeded('It was refused, and yet rows of the tenants changed.');
  }

  async #rows(): Promise<string> {
    const tenants = `${this.#values.get('tenant') ?? ''},${this.#values.get('otherTenant') ?? ''}`;
    return JSON.stringify(
      await arrange(this.#project, 'GET', `/rest/v1/global_chat_tenants?id=in.(${tenants})&${ROWS}`),
    );
  }

  /** The person's token; accounts and fresh visitors get their values when they are first named. */
  async #token(who: Who): Promise<string | undefined> {
    if (who === 'nobody' || who === 'key') return undefined;
    if (who === 'owner') return this.#project.secretKey;
    const standing = this.#values.get(`${who}Token`);
    if (standing !== undefined) return standing;
    const { id, token, email } = await this.#people.find(who, this.#scope);
    this.#values.set(`${who}Id`, id);
    this.#values.set(`${who}Token`, token);
    this.#values.set(`${who}AccountEmail`, email);
    return token;
  }

  async #send(step: HttpStep): Promise<Received> {
    const token = await this.#token(step.as);
    const keys = { nobody: undefined, owner: this.#project.secretKey } as Partial<
      Record<Who, string | undefined>
    >;
    const body = step.body === undefined ? step.raw?.text : JSON.stringify(fillAll(step.body, this.#values));
    return ask(this.#project, {
      method: step.method,
      path: fill(step.path, this.#values),
      apikey: step.as in keys ? keys[step.as] : this.#project.publishableKey,
      token,
      body: body === undefined || step.raw === undefined ? body : fill(body, this.#values),
      type: step.body === undefined ? step.raw?.type : 'application/json',
      headers: fillAll(step.headers ?? {}, this.#values) as Record<string, string>,
    });
  }

  async #http(step: HttpStep): Promise<void> {
    const answer = await this.#send(step);
    compare(step.expected, answer, this.#values, `${step.as}: ${step.method} ${step.path}`);
    if (isRefusal(step) && step.as !== 'owner') {
      const secret = this.#fixture.secrets.find((words) => words !== '' && answer.text.includes(words));
      if (secret !== undefined) throw new AttackSucceeded(`A refusal contained ${secret}: ${answer.text}`);
    }
    if (answer.status >= 500)
      throw new AttackSucceeded(`The server failed: ${String(answer.status)} ${answer.text}`);
  }

  async #flood({ times, steps, atMost, code, atOnce }: FloodStep): Promise<void> {
    let successes = 0;
    const codes = new Set<unknown>();
    const round = async (): Promise<void> => {
      for (const [place, step] of steps.entries()) {
        const answer = await this.#send(step);
        if (place < steps.length - 1)
          compare(step.expected, answer, this.#values, `${step.as}: ${step.path}`);
        else if (answer.status < 300) successes += 1;
        else for (const one of codesOf(parsed(answer.text))) codes.add(one);
      }
    };
    if (atOnce) await Promise.all(Array.from({ length: times }, round));
    else for (let number = 0; number < times; number++) await round();
    if (successes > atMost) {
      throw new AttackSucceeded(`${String(successes)} of ${String(times)} succeeded, not ${String(atMost)}.`);
    }
    if (code !== undefined && !codes.has(code)) {
      throw new AttackSucceeded(`Nothing was refused as ${code}, but as ${[...codes].join(', ')}.`);
    }
  }

  async #count({ steps, atMost }: CountStep): Promise<void> {
    let successes = 0;
    for (const step of steps) if ((await this.#send(step)).status < 300) successes += 1;
    if (successes > atMost) {
      throw new AttackSucceeded(
        `${String(successes)} of ${String(steps.length)} succeeded, not ${String(atMost)}.`,
      );
    }
  }

  #lineOf(who: Who, topic: string): Line {
    const line = this.#lines.get(`${who} ${fill(topic, this.#values)}`);
    if (line === undefined) throw new Error(`${who} never joined ${topic}.`);
    return line;
  }

  async #join(step: JoinStep): Promise<void> {
    const topic = fill(step.topic, this.#values);
    const key = step.as === 'owner' ? this.#project.secretKey : this.#project.publishableKey;
    const line = await Line.open(this.#project, step.as === 'nobody' ? '' : key, topic);
    const token = await this.#token(step.as);
    const joined =
      line !== undefined &&
      (await line.join({
        token,
        private: step.public !== true,
        replay: step.replay === true,
        presence: step.presence === true,
        changes: (step.changes ?? []).map((change) => fillAll(change, this.#values)),
      }));
    if (line !== undefined) this.#lines.set(`${step.as} ${topic}`, line);
    if (joined !== (step.outcome === 'joined')) {
      throw new AttackSucceeded(`${step.as} ${joined ? 'joined' : 'could not join'} ${step.topic}`);
    }
  }

  async #say({ as, topic, event, payload, by }: SayStep): Promise<void> {
    await this.#lineOf(as, topic).send(event, fillAll(payload, this.#values), by);
  }

  async #hear({ as, topic, has, lacks, until }: HearStep): Promise<void> {
    const line = this.#lineOf(as, topic);
    for (const words of has.map((one) => fill(one, this.#values))) {
      if (!(await line.until(() => line.heard.some((text) => text.includes(words))))) {
        throw new AttackSucceeded(`${as} did not hear ${words} on ${topic}, but ${line.heard.join('\n')}`);
      }
    }
    if (until !== undefined) {
      const [witness, words] = [this.#lineOf(until.as, until.topic), fill(until.has, this.#values)];
      if (!(await witness.until(() => witness.heard.some((text) => text.includes(words))))) {
        throw new Error(`${until.as} never heard ${words} on ${until.topic}.`);
      }
      await line.settle();
    }
    for (const words of lacks.map((one) => fill(one, this.#values))) {
      const text = line.heard.find((one) => one.includes(words));
      if (text !== undefined) throw new AttackSucceeded(`${as} heard ${words} on ${topic}: ${text}`);
    }
  }
}

function isRefusal({ expected: { status } }: HttpStep): boolean {
  return status === 'refused' || (typeof status === 'number' && status >= 400);
}

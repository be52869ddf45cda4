/**
 * Owns two tenants with their people and conversations, made with the secret key and by the people themselves.
 * Attacks know what is here by these names:
 *   $tenant $widget, $otherTenant $otherWidget    $identityKey $otherIdentityKey   what signs identity tokens
 *   $formerIdentityKey                            what did so before it was changed
 *   $session $message $words                      the visitor's conversation, with a $note of the agent ($noteWords)
 *   $file $fileMessage                            a picture in it
 *   $otherSession $otherMessage $otherWords       the other visitor's, in the first tenant
 *   $identifiedSession, $blockedSession           those of the identified and of the blocked visitor
 *   $foreignSession $foreignMessage $foreignWords the other visitor's in the second tenant, with $foreignNote $foreignNoteWords
 *   $reply $view                                  the agent's own canned reply and saved view
 *   $visitorRow, $otherVisitorRow …               the row of global_chat_visitors; $visitorId, $agentId … the user of Auth
 */
import { randomUUID } from 'node:crypto';
import type { Who } from './attack.ts';
import type { People, Person } from './people.ts';
import { arrange, ask } from './project.ts';
import type { Project } from './project.ts';
import type { Values } from './values.ts';
import { fillAll } from './values.ts';
import { identityToken } from './steps.ts';

export interface Fixture {
  readonly values: Values;
  /** What no stranger may ever be shown, not in a refusal either. */
  readonly secrets: readonly string[];
  /** Changes the first widget's columns. */
  change(settings: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Begins the slug of every tenant that a run makes. */
export const SLUG_PREFIX = 'attacks-';
/** So wide that only attacks which narrow them meet them. */
const WIDE = {
  message_burst: 10_000,
  messages_per_second: 100,
  session_burst: 10_000,
  sessions_per_second: 100,
  tenant_sessions_per_minute: 100_000,
};
/** A word of letters alone, which the search finds as one. */
const newWord = (): string => randomUUID().replace(/[0-9-]/g, (sign) => 'ghijklmnop'[Number(sign)] ?? '');

const STANDING = [
  'visitor',
  'otherVisitor',
  'identifiedVisitor',
  'blockedVisitor',
  'agent',
  'admin',
  'otherAgent',
  'outsider',
  'removedAgent',
  'anonymousMember',
] as const satisfies readonly Who[];

class Builder {
  readonly values: Values = new Map();
  readonly #project: Project;
  readonly #people: People;
  readonly #shift: string;

  constructor(project: Project, people: People, shift: string) {
    this.#project = project;
    this.#people = people;
    this.#shift = shift;
  }

  owner(method: string, path: string, body?: unknown): Promise<unknown> {
    return arrange(this.#project, method, path, body);
  }

  ownerCalls(name: string, args: unknown): Promise<unknown> {
    return this.owner('POST', `/rest/v1/rpc/global_chat_${name}`, args);
  }

  async person(who: Who): Promise<Person> {
    return this.#people.find(who, this.#shift);
  }

  async calls(who: Who, name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { token } = await this.person(who);
    const { status, text } = await ask(this.#project, {
      method: 'POST',
      path: `/rest/v1/rpc/global_chat_${name}`,
      apikey: this.#project.publishableKey,
      token,
      body: JSON.stringify(args),
      type: 'application/json',
    });
    if (status >= 300) throw new Error(`Preparing failed: ${who} ${name} ${String(status)} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  set(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) this.values.set(name, value);
  }

  get(name: string): string {
    return this.values.get(name) ?? '';
  }

  async tenants(slug: string): Promise<void> {
    for (const [prefix, name, admin] of [
      ['', 'Attacked', 'admin'],
      ['other', 'Neighbour', 'otherAgent'],
    ] as const) {
      const { id } = await this.person(admin);
      const made = (await this.ownerCalls('create_tenant', {
        slug: `${slug}${prefix === '' ? '' : '-n'}`,
        name,
        admin_id: id,
        admin_name: admin,
      })) as { tenant_id: string; widget_id: string };
      const named = (word: string): string => (prefix === '' ? word.toLowerCase() : `${prefix}${word}`);
      const newKey = async (): Promise<string> =>
        ((await this.ownerCalls('rotate_identity_key', { widget_id: made.widget_id })) as { key: string })
          .key;
      const [former, key] = [await newKey(), await newKey()];
      if (prefix === '') this.set({ formerIdentityKey: former });
      this.set({
        [named('Tenant')]: made.tenant_id,
        [named('Widget')]: made.widget_id,
        [prefix === '' ? 'identityKey' : 'otherIdentityKey']: key,
      });
      await this.owner('PATCH', `/rest/v1/global_widget_config?id=eq.${made.widget_id}`, WIDE);
    }
  }

  async team(nobodyLeft: boolean): Promise<void> {
    const tenant_id = this.get('tenant');
    const add = async (who: Who): Promise<void> => {
      const { id } = await this.person(who);
      await this.ownerCalls('add_agent', { tenant_id, user_id: id, role: 'agent', display_name: who });
    };
    await add('agent');
    if (!nobodyLeft) {
      await add('removedAgent');
      const { id } = await this.person('removedAgent');
      await this.ownerCalls('remove_agent', { tenant_id, user_id: id });
    }
    const anonymous = await this.person('anonymousMember');
    const row = { tenant_id, user_id: anonymous.id, role: 'admin', display_name: 'Nobody' };
    await this.owner('POST', '/rest/v1/global_chat_agents', row);
  }

  /** A conversation with one message; `$<prefix>Session`, `$<prefix>Message`, `$<prefix>Words`. */
  async conversation(who: Who, prefix: string, widget = this.get('widget')): Promise<void> {
    const named = (word: string): string => (prefix === '' ? word.toLowerCase() : `${prefix}${word}`);
    const [session, message, words] = [randomUUID(), randomUUID(), `secret ${newWord()}`];
    const visitor = { name: `name ${newWord()}`, email: `${randomUUID()}@example.com` };
    const opened = { widget_id: widget, session_id: session };
    await this.calls(who, 'open_session', who === 'identifiedVisitor' ? opened : { ...opened, visitor });
    await this.calls(who, 'send_message', { session_id: session, message_id: message, content: words });
    this.set({ [named('Session')]: session, [named('Message')]: message, [named('Words')]: words });
    if (who !== 'identifiedVisitor')
      this.set({ [named('Name')]: visitor.name, [named('Email')]: visitor.email });
    const [row] = (await this.owner(
      'GET',
      `/rest/v1/global_chat_sessions?id=eq.${session}&select=visitor_id`,
    )) as {
      visitor_id: string;
    }[];
    this.set({ [prefix === '' ? 'visitorRow' : `${prefix}VisitorRow`]: row?.visitor_id ?? '' });
  }

  async identified(): Promise<void> {
    const claims = { sub: 'identified', name: 'Ida Known', email: 'known@example.com' };
    const args = { widget_id: this.get('widget'), token: fillAll(identityToken(claims), this.values) };
    await this.calls('identifiedVisitor', 'identify', args);
    await this.conversation('identifiedVisitor', 'identified');
  }

  async note(who: Who, name: string, session: string): Promise<void> {
    const content = `note ${newWord()}`;
    const { id } = await this.calls(who, 'add_note', { session_id: this.get(session), content });
    this.set({ [name]: String(id), [`${name}Words`]: content });
  }

  async file(): Promise<void> {
    const [session_id, message_id] = [this.get('session'), randomUUID()];
    const { path } = await this.calls('visitor', 'attachment_path', {
      session_id,
      message_id,
      file_name: 'photo.png',
    });
    const { token } = await this.person('visitor');
    const { status, text } = await ask(this.#project, {
      method: 'POST',
      path: `/storage/v1/object/global-chat/${String(path)}`,
      apikey: this.#project.publishableKey,
      token,
      body: 'bytes-of-a-picture',
      type: 'image/png',
    });
    if (status >= 300) throw new Error(`Preparing failed: the upload ${String(status)} ${text}`);
    const attachments = [{ path, name: 'photo.png' }];
    await this.calls('visitor', 'send_message', { session_id, message_id, content: '', attachments });
    this.set({ file: String(path), fileMessage: message_id });
  }
}

export interface FixtureOptions {
  /** Names the first tenant. */
  readonly slug: string;
  /** Fixtures of one shift share their staff. */
  readonly shift: string;
  /** See attack.ts. */
  readonly nobodyLeft: boolean;
}

/** Makes the two tenants. */
export async function buildFixture(
  project: Project,
  people: People,
  { slug, shift, nobodyLeft }: FixtureOptions,
): Promise<Fixture> {
  const builder = new Builder(project, people, shift);
  const { values } = builder;
  const standing = await Promise.all(STANDING.map(async (who) => [who, await builder.person(who)] as const));
  for (const [who, { id, email, token }] of standing) {
    builder.set({ [`${who}Id`]: id, [`${who}Token`]: token, [`${who}AccountEmail`]: email });
  }
  await builder.tenants(slug);
  await Promise.all([
    builder.team(nobodyLeft),
    builder.conversation('visitor', '').then(() => builder.file()),
    builder.conversation('otherVisitor', 'other'),
    builder.conversation('otherVisitor', 'foreign', builder.get('otherWidget')),
    builder.conversation('blockedVisitor', 'blocked'),
    builder.identified(),
  ]);
  await Promise.all([
    builder.note('agent', 'note', 'session'),
    builder.note('otherAgent', 'foreignNote', 'foreignSession'),
    builder.calls('agent', 'block_visitor', { visitor_id: builder.get('blockedVisitorRow') }),
  ]);
  const tenant_id = builder.get('tenant');
  const reply = { tenant_id, shortcut: 'mine', content: 'Mine alone', shared: false };
  const view = { tenant_id, name: 'Mine', filters: {}, shared: false };
  builder.set({
    reply: String((await builder.calls('agent', 'save_canned_reply', reply))['id']),
    view: String((await builder.calls('agent', 'save_view', view))['id']),
  });
  const secrets = [
    'words',
    'otherWords',
    'foreignWords',
    'noteWords',
    'foreignNoteWords',
    'name',
    'otherName',
    'foreignName',
    'identityKey',
  ];
  return {
    values,
    secrets: secrets.map((name) => builder.get(name)),
    change: async (settings) => {
      await builder.owner('PATCH', `/rest/v1/global_widget_config?id=eq.${builder.get('widget')}`, settings);
    },
  };
}

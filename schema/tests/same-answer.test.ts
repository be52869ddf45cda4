// Risk: an answer tells somebody that a thing exists which is not theirs. Every function is asked about somebody else's
// session, message, note, reply, view, visitor, agent and tenant, and about one that does not exist: both answers are the
// same to the letter, also when the caller's buckets are empty.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { readFunctions } from '../generator/catalog.ts';
import type { Routine } from '../generator/catalog.ts';
import postgres from 'postgres';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

/** Ids that callers make up: one that is taken cannot be had, and nobody guesses it. Widgets are public. */
const MADE_BY_CALLERS = new Set([
  'open_session session_id',
  'send_message message_id',
  'add_note note_id',
  'save_canned_reply reply_id',
  'save_view view_id',
  // Whoever is added must have an account; its id is nothing that could be tried.
  'add_agent user_id',
  'attachment_path message_id',
]);

/** Arguments besides the id, such that the call would succeed for whoever may make it. */
const REST: Readonly<Record<string, unknown>> = {
  content: 'Words',
  changes: '{"status": "pending"}',
  seq: 1,
  score: 5,
  comment: null,
  file_name: 'a.png',
  message_id: '00000000-0000-4000-8000-00000000aaaa',
  visitor: '{}',
  metadata: '{}',
  query: 'words',
  filters: '{}',
  shortcut: 'a-shortcut',
  name: 'A name',
  role: 'agent',
  display_name: 'A name',
  email: 'somebody@example.com',
  since: '2026-01-01',
  until: '2026-02-01',
  token: 'x.y.z',
  blocked: true,
  shared: true,
};

let database: TestDatabase;
let world: World;
let functions: Routine[];
/** Things of the first tenant's team and visitor, by the argument that names them. */
let theirs: Record<string, string>;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  functions = await readFunctions(database.superuser);
  const { id: session_id, messages } = await startConversation(world.visitor, world.widget, ['Secret']);
  const { tenant: tenant_id } = world;
  const note = await world.agent.rpc('add_note', { session_id, content: 'Secret' });
  const reply = await world.agent.rpc('save_canned_reply', { tenant_id, shortcut: 'x', content: 'Secret' });
  const view = await world.agent.rpc('save_view', { tenant_id, name: 'Secret', filters: {} });
  const { visitor } = await world.agent.rpc('session_details', { session_id });
  theirs = {
    session_id,
    session_ids: session_id,
    message_id: String(messages[0].id),
    note_id: note.id as string,
    reply_id: reply.id as string,
    view_id: view.id as string,
    visitor_id: visitor.id as string,
    tenant_id,
    user_id: world.agent.id,
    mentions: world.agent.id,
  };
});
after(() => database.stop());

class Undone extends Error {}

/** What the caller is told, to the letter; the call is taken back. */
async function told(
  caller: Caller,
  { name, arguments: all }: Routine,
  wanted: Record<string, unknown>,
): Promise<string> {
  const args = all
    .filter(({ name: key, optional }) => key in wanted || key in REST || !optional)
    .map(
      (argument) =>
        [
          argument.name,
          argument.name in wanted ? wanted[argument.name] : (REST[argument.name] ?? null),
        ] as const,
    );
  const list = args.map(([key], index) => `${key} => $${String(index + 1)}`).join(', ');
  let answer = '';
  try {
    await caller.act(async (sql) => {
      const rows = await sql.unsafe(
        `select public.${name}(${list}) as answer`,
        args.map(([, value]) => value) as never[],
      );
      answer = JSON.stringify(rows[0]?.['answer']);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError)
      answer = JSON.stringify([error.code, error.message, error.hint, error.detail]);
    else if (!(error instanceof Undone)) throw error;
  }
  return answer;
}

const listOf = (name: string, id: string): unknown => (/ids$|mentions/.test(name) ? [id] : id);

/** The rest of the ids that a call about `name` needs: the asking agent's own team, and what is known of the other. */
function otherIds(routine: Routine, name: string): Record<string, unknown> {
  const ids = {
    tenant_id: world.otherTenant,
    user_id: world.otherAgent.id,
    session_id: theirs['session_id'],
    widget_id: world.widget,
  };
  const needed = routine.arguments.map((argument) => argument.name);
  return Object.fromEntries(Object.entries(ids).filter(([key]) => key !== name && needed.includes(key)));
}

async function emptyBuckets(people: readonly Caller[]): Promise<void> {
  for (const { id } of people) {
    await database.owner`
      insert into global_chat_private.rate_buckets (kind, subject, tokens, refilled_at)
      select kind, ${id}, 0, now() + interval '1 hour' from unnest(array['agent', 'message', 'session']) as kind
      on conflict (subject, kind) do update set tokens = 0, refilled_at = excluded.refilled_at`;
  }
}

for (const state of ['full', 'empty']) {
  describe(`with ${state} buckets`, () => {
    it('what is not yours does not exist, whatever is asked about it', async () => {
      const people = {
        'a visitor': await newVisitor(database),
        'another tenant’s visitor': world.otherVisitor,
        'another tenant’s agent': world.otherAgent,
        'an outsider': world.outsider,
        'a removed agent': world.removedAgent,
        'an anonymous member': world.anonymousMember,
      };
      await startConversation(people['a visitor'], world.widget);
      await startConversation(world.otherVisitor, world.otherWidget);
      if (state === 'empty') await emptyBuckets(Object.values(people));
      let compared = 0;
      for (const routine of functions) {
        const short = routine.name.replace('global_chat_', '');
        for (const { name } of routine.arguments) {
          const id = theirs[name];
          if (id === undefined || MADE_BY_CALLERS.has(`${short} ${name}`)) continue;
          const nothing = randomUUID();
          const rest = otherIds(routine, name);
          for (const [who, caller] of Object.entries(people)) {
            const real = await told(caller, routine, { ...rest, [name]: listOf(name, id) });
            const unreal = await told(caller, routine, { ...rest, [name]: listOf(name, nothing) });
            const question = `${who} asks ${short} about ${name}`;
            assert.equal(real.replaceAll(id, '*'), unreal.replaceAll(nothing, '*'), question);
            compared += 1;
          }
        }
      }
      assert.ok(compared > 200, String(compared));
    });
  });
}

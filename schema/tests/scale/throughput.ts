/**
 * Owns how many messages a second `send_message` takes, and bare inserts into a table with the same indexes.
 */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { Caller } from '../support/caller.ts';
import type { Claims } from '../support/caller.ts';

export interface Writer {
  readonly claims: Claims;
  readonly sessions: readonly string[];
}

const WORDS = 'Where is my order? The tracking page still says that it is being packed.';
const CALL = 'select public.global_chat_send_message(session_id => $1, message_id => $2, content => $3)';
/** Everything that the function stores, handed over ready to be stored. */
const INSERT = `
  insert into crowd.bare_message (id, session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, sender_name, content)
  values ($2, $1, $4, $5, $6, $6, 'agent', $5, 'Ada', $3)`;

/** A table like the messages', with every constraint and index of theirs. */
export async function makeBareTable(sql: Sql): Promise<void> {
  await sql
    .unsafe(
      `
    create table crowd.bare_message (like public.global_chat_messages including all);
    insert into crowd.bare_message select * from public.global_chat_messages;
    analyze crowd.bare_message;`,
    )
    .simple();
}

/** Visitors with many new sessions each, so that no writer changes the same row again and again. */
export async function openWriters(sql: Sql, amount: number, sessionsEach: number): Promise<Writer[]> {
  const rows = await sql<{ visitor: string; widget: string }[]>`
    select visitor.auth_uid as visitor, tenant.widget_id as widget
    from crowd.visitor join crowd.tenant on tenant.number = visitor.tenant and tenant.number = 1
    order by visitor.number limit ${amount}`;
  return Promise.all(rows.map(({ visitor, widget }) => openWriter(sql, visitor, widget, sessionsEach)));
}

export async function openWriter(
  sql: Sql,
  visitor: string,
  widget: string,
  sessions: number,
): Promise<Writer> {
  const claims: Claims = { role: 'authenticated', sub: visitor, is_anonymous: true };
  const ids = Array.from({ length: sessions }, () => randomUUID());
  const caller = new Caller(sql, claims, {});
  for (const session_id of ids) await caller.rpc('open_session', { widget_id: widget, session_id });
  return { claims, sessions: ids };
}

interface Load {
  readonly url: string;
  readonly writers: readonly Writer[];
  readonly seconds: number;
  /** PostgreSQL's `synchronous_commit`. */
  readonly commit: 'on' | 'off';
  /** Whether each writer has an address in the headers of the request, as behind a gateway. */
  readonly addressKnown?: boolean;
}

/** Messages a second; bare inserts are the superuser's. Each is one statement and one transaction, sent when the one before is answered. */
export async function rate(
  how: 'call' | 'insert',
  { url, writers, seconds, commit, addressKnown = false }: Load,
): Promise<number> {
  let amount = 0;
  let elapsed = 0;
  await Promise.all(
    writers.map(async ({ claims, sessions }, index) => {
      const headers = addressKnown ? { 'cf-connecting-ip': `203.0.113.${String(index + 1)}` } : {};
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      await sql`
        select set_config('synchronous_commit', ${commit}, false), set_config('role', ${how === 'call' ? 'authenticated' : 'none'}, false),
          set_config('request.jwt.claims', ${JSON.stringify(claims)}, false),
          set_config('request.headers', ${JSON.stringify(headers)}, false)`;
      const send = (number: number): Promise<unknown> => {
        const session = sessions[number % sessions.length] ?? '';
        const id = randomUUID();
        const values = [session, id, WORDS];
        const more = how === 'call' ? [] : [id, id, 1_000_000 + number];
        // Of another session each time, as (session_id, seq) is unique.
        if (how === 'insert') values[0] = id;
        return sql.unsafe(how === 'call' ? CALL : INSERT, [...values, ...more] as never[], { prepare: true });
      };
      for (let number = 0; number < 20; number++) await send(number);
      const started = performance.now();
      let own = 0;
      while (performance.now() - started < seconds * 1000) {
        await send(20 + own);
        own += 1;
      }
      elapsed = Math.max(elapsed, performance.now() - started);
      amount += own;
      await sql.end({ timeout: 1 });
    }),
  );
  return (amount / elapsed) * 1000;
}

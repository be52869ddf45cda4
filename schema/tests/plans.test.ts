// Risk: an index is lost, or a query stops using it, and nobody notices until there are a million messages. A crowd of
// 40,000 is enough to see which plan is taken; `npm run bench -w packages/bench -- scale` measures a million.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { BASELINES, CALLS, findCases, makeBaselines } from './scale/calls.ts';
import type { Case } from './scale/calls.ts';
import { makeCrowd } from './scale/crowd.ts';
import { faultsOf } from './scale/plans.ts';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { send } from './support/world.ts';

/** A thousand rows would rather be read from end to end, or all of a tenant's be sorted, and a million not. */
const LIKE_BIG_TABLES = 'set enable_seqscan = off; set enable_bitmapscan = off';

let database: TestDatabase;
let example: Case;

before(async () => {
  database = await startDatabase();
  await makeCrowd(database.superuser, { messages: 40_000, sessions: 2000, tenants: 20 });
  await makeBaselines(database.superuser);
  await database.owner`select global_chat_private.use_postgres_changes(true)`;
  const [found] = await findCases(database.superuser, 1);
  assert.ok(found);
  example = found;
});
after(() => database.stop());

describe('the crowd', () => {
  it('is what the functions would have written', async () => {
    const wrong = await database.superuser`
      select session.id
      from global_chat_sessions as session
      join lateral (
        select count(*) as amount, max(seq) as newest, max(rev) as rev, count(distinct rev) as revs, max(created_at) as at,
          (array_agg(content order by seq desc))[1] as words, (array_agg(sender_type order by seq desc))[1] as by
        from global_chat_messages as message
        where message.session_id = session.id and message.tenant_id = session.tenant_id and message.visitor_id = session.visitor_id
      ) as written on true
      where (session.last_seq, session.last_seq, session.last_seq, session.last_message_at, session.last_message_by, session.last_message_preview)
          is distinct from (written.amount, written.newest, written.revs, written.at, written.by, global_chat_private.preview_of(written.words, '[]'))
        or session.rev < written.rev or session.active_at <> written.at
        or greatest(session.agent_read_seq, session.visitor_read_seq) > session.last_seq
        or (session.status = 'resolved') <> (session.resolved_at is not null)`;
    assert.deepEqual([...wrong], []);
    const [sum] = await database.superuser`
      select (select count(*)::int from global_chat_messages) as messages, (select count(*)::int from global_chat_sessions) as sessions`;
    assert.deepEqual(sum, { messages: 40_000, sessions: 2000 });
  });

  it('can go on talking', async () => {
    const visitor = database.as(example.visitor);
    const { message } = await send(visitor, example.session, 'One more', randomUUID());
    assert.equal(message.seq, example.length + 1);
    const { hits } = await database
      .as(example.agent)
      .rpc('search', { tenant_id: example.tenant, query: 'refund' });
    assert.ok(hits.length > 0);
  });
});

describe('searching the crowd', () => {
  for (const word of ['the', 'refund', 'lamp', 'lindqvist']) {
    it(`for ${word} finds, page by page, what a look at every row finds`, async () => {
      const expected = await database.superuser<{ id: string }[]>`
        select id from (
          select id, created_at as at, content from global_chat_messages where tenant_id = ${example.tenant}
          union all
          select id, created_at, content from global_chat_notes where tenant_id = ${example.tenant}
          union all
          select id, active_at, concat_ws(' ', visitor_name, visitor_email) from global_chat_sessions where tenant_id = ${example.tenant}
        ) as row
        where content ~* ${`\\m${word}`}
        order by at desc, id desc limit 60`;
      const seen: string[] = [];
      let cursor: unknown = null;
      do {
        const answer = await database
          .as(example.agent)
          .rpc('search', { tenant_id: example.tenant, query: word, page_size: 7, cursor });
        seen.push(...answer.hits.map((hit: Answer) => hit.id as string));
        cursor = answer.cursor;
      } while (cursor !== null && seen.length < 60);
      assert.ok(seen.length > 0);
      assert.deepEqual(
        seen.slice(0, 60),
        expected.map(({ id }) => id),
      );
    });
  }
});

describe('the plan of', () => {
  for (const call of [...Object.values(BASELINES), ...CALLS]) {
    it(`${call.name} uses its index`, async () => {
      assert.deepEqual(await faultsOf(database.url(), call, example, LIKE_BIG_TABLES), []);
    });
  }

  it('a query that lost its index is noticed', async () => {
    const sync = CALLS[0];
    assert.ok(sync);
    await database.owner`alter table global_chat_messages drop constraint global_chat_messages_session_id_rev_key`;
    const faults = await faultsOf(database.url(), sync, example, LIKE_BIG_TABLES);
    assert.deepEqual(faults, ['without global_chat_messages_session_id_rev_key']);
  });
});

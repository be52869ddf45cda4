// Risk: one visitor or one address takes what belongs to everybody at a tenant; or a header that anybody can write opens more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { refusal } from './support/caller.ts';
import type { Caller, Refusal } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { completeUpload, mayUpload } from './support/probes.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());
beforeEach(async () => {
  await database.owner`delete from global_chat_private.rate_buckets`;
  await database.owner`delete from global_chat_private.usage_counts`;
  await database.owner`update global_chat_private.installation set address_header = 'cf-connecting-ip', address_hops = 1, visitors_per_address = 10`;
  await database.owner`update global_widget_config set message_burst = 10000, messages_per_second = 0.01, session_burst = 10000,
    sessions_per_second = 0.01, tenant_sessions_per_minute = 100000`;
  await database.owner`update global_chat_tenants set messages_per_day = default, sessions_per_day = default,
    visitors_per_day = default, file_bytes_per_day = default`;
});

const at = (visitor: Caller, headers: Readonly<Record<string, string>>): Caller =>
  database.as(visitor.claims, headers);
const from = (visitor: Caller, address: string): Caller => at(visitor, { 'cf-connecting-ip': address });

async function amountOf(call: () => Promise<unknown>, most = 60): Promise<number> {
  for (let turn = 0; turn < most; turn++) {
    try {
      await call();
    } catch {
      return turn;
    }
  }
  return most;
}
const opening = (caller: Caller): Promise<unknown> =>
  caller.rpc('open_session', { widget_id: world.widget, session_id: randomUUID() });

describe('new sessions of a minute', () => {
  it('are not all one visitor’s, nor one address’s', async () => {
    await database.owner`update global_widget_config set tenant_sessions_per_minute = 20`;
    const greedy = await newVisitor(database);
    assert.equal(await amountOf(() => opening(greedy)), 5);
    let taken = 0;
    for (let turn = 0; turn < 6; turn++) {
      const crowd = from(await newVisitor(database), '203.0.113.7');
      taken += await amountOf(() => opening(crowd));
    }
    assert.equal(taken, 5);
    await opening(from(await newVisitor(database), '198.51.100.1'));
    await opening(await newVisitor(database));
  });
});

describe('an address', () => {
  const burst = async (callers: readonly Caller[]): Promise<number> => {
    let amount = 0;
    for (const caller of callers) {
      const { id } = await startConversation(caller, world.widget, []);
      amount += await amountOf(() => send(caller, id, 'x'));
    }
    return amount;
  };
  const visitors = (
    amount: number,
    headers: (index: number) => Readonly<Record<string, string>>,
  ): Promise<Caller[]> =>
    Promise.all(
      Array.from({ length: amount }, async (_, index) => at(await newVisitor(database), headers(index))),
    );
  const narrow = (): Promise<unknown> =>
    Promise.all([
      database.owner`update global_widget_config set message_burst = 4`,
      database.owner`update global_chat_private.installation set visitors_per_address = 2`,
    ]);

  it('with many visitors is held to as many as it stands for', async () => {
    await narrow();
    assert.equal(await burst(await visitors(4, () => ({ 'cf-connecting-ip': '203.0.113.7' }))), 8);
    assert.equal(
      await burst(await visitors(1, () => ({ 'cf-connecting-ip': '203.0.113.8' }))),
      4,
      'another is another',
    );
  });

  it('in IPv6 is the whole network of a subscriber', async () => {
    await narrow();
    const headers = (index: number): Record<string, string> => ({
      'cf-connecting-ip': `2001:db8:1:2::${String(index + 1)}`,
    });
    assert.equal(await burst(await visitors(4, headers)), 8);
  });

  it('that is forged, broken or missing gives each visitor what they have anyway, and no more', async () => {
    await narrow();
    for (const headers of [
      (): Record<string, string> => ({}),
      (index: number): Record<string, string> => ({ 'cf-connecting-ip': `203.0.113.${String(index + 20)}` }),
      (): Record<string, string> => ({ 'cf-connecting-ip': '999.1.1.1' }),
      (): Record<string, string> => ({ 'cf-connecting-ip': `${'1'.repeat(5000)}` }),
      (): Record<string, string> => ({ 'cf-connecting-ip': '' }),
      (): Record<string, string> => ({ 'cf-connecting-ip': '203.0.113.7/32' }),
      (): Record<string, string> => ({ 'x-forwarded-for': '203.0.113.7' }),
    ])
      assert.equal(await burst(await visitors(3, headers)), 12);
  });

  it('is read where the installation says, counted from the right of a list', async () => {
    await narrow();
    await database.owner`update global_chat_private.installation set address_header = 'x-forwarded-for', address_hops = 2`;
    const headers = (index: number): Record<string, string> => ({
      'x-forwarded-for': `198.51.100.${String(index)}, 203.0.113.7, 10.0.0.1`,
    });
    assert.equal(await burst(await visitors(4, headers)), 8, 'what the caller wrote in front does not count');
    await database.owner`update global_chat_private.installation set address_header = null`;
    assert.equal(await burst(await visitors(3, headers)), 12, 'nothing is trusted');
  });

  it('is kept as a hash only, and goes when its buckets are full', async () => {
    const visitor = from(await newVisitor(database), '203.0.113.99');
    const { id } = await startConversation(visitor, world.widget, ['Hello']);
    await visitor.rpc('rate_session', { session_id: id, score: 5 });
    const rows = async (): Promise<string> =>
      JSON.stringify(await database.owner`select * from global_chat_private.rate_buckets`);
    for (const secret of ['203.0.113', visitor.id]) assert.equal((await rows()).includes(secret), false);
    await database.owner`update global_chat_private.rate_buckets set full_at = now() - interval '1 second',
      day = case when day is not null then global_chat_private.today() - 1 end`;
    await world.service.rpc('apply_retention', { dry_run: false });
    assert.equal(await rows(), '[]');
  });
});

describe('the day of a tenant', () => {
  const tenant = (settings: Readonly<Record<string, number>>): Promise<unknown> =>
    database.owner`update global_chat_tenants set ${database.owner(settings)} where id = ${world.tenant}`;
  const refused = (caller: Caller, session: string): Promise<Refusal> =>
    caller.refused('send_message', { session_id: session, message_id: randomUUID(), content: 'x' });

  it('is a tenth one visitor’s, who does not get it back by erasing themselves, and a quarter one address’s', async () => {
    await tenant({ messages_per_day: 40 });
    const greedy = await newVisitor(database);
    let sent = 0;
    for (let turn = 0; turn < 3; turn++) {
      const { id } = await startConversation(greedy, world.widget, []);
      sent += await amountOf(() => send(greedy, id, 'x'));
      if (turn === 0)
        assert.deepEqual(
          [(await refused(greedy, id)).status, (await refused(greedy, id)).code],
          [429, 'tenant_limit'],
        );
      await greedy.rpc('erase_me');
    }
    assert.equal(sent, 4);
    let crowd = 0;
    for (let turn = 0; turn < 4; turn++) {
      const visitor = from(await newVisitor(database), '203.0.113.7');
      const { id } = await startConversation(visitor, world.widget, []);
      crowd += await amountOf(() => send(visitor, id, 'x'));
    }
    assert.equal(crowd, 10);
    const honest = await newVisitor(database);
    await startConversation(honest, world.widget, ['There is room for me']);
  });

  it('is over for visitors when it is used up, until midnight; agents go on, and so does another tenant', async () => {
    await tenant({ messages_per_day: 20 });
    const sessions: { visitor: Caller; id: string }[] = [];
    for (let turn = 0; turn < 10; turn++) {
      const visitor = await newVisitor(database);
      sessions.push({ visitor, id: (await startConversation(visitor, world.widget, ['1', '2'])).id });
    }
    const late = await newVisitor(database);
    const { id } = await startConversation(late, world.widget, []);
    const refusal = await refused(late, id);
    assert.deepEqual([refusal.status, refusal.code], [429, 'tenant_limit']);
    const wait = Number(refusal.details['retry_after_ms']);
    const midnight = new Date().setUTCHours(24, 0, 0, 0) - Date.now();
    assert.ok(Math.abs(wait - midnight) < 60_000, String(wait));
    await send(world.agent, sessions[0]?.id ?? '', 'Agents may');
    await startConversation(await newVisitor(database), world.otherWidget, ['Elsewhere']);
    await database.owner`update global_chat_private.usage_counts set day = day - 1`;
    await send(late, id, 'A new day');
  });

  it('of files is a tenth one visitor’s, whether they are sent or not, and is not held against agents', async () => {
    await tenant({ file_bytes_per_day: 1000 });
    const [greedy, honest] = [await newVisitor(database), await newVisitor(database)];
    const { id } = await startConversation(greedy, world.widget, []);
    const path = (message: string = randomUUID()): string => `${world.tenant}/${id}/${message}/a.txt`;
    const store = (owner: Caller, at: string, size: number): Promise<void> =>
      completeUpload(database, owner, at, { metadata: { mimetype: 'text/plain', size } });
    const message_id = randomUUID();
    await store(greedy, path(message_id), 60);
    assert.equal((await refusal(store(greedy, path(), 41))).code, '42501');
    await store(greedy, path(), 40);
    assert.equal(await mayUpload(database, greedy, path()), false);
    const attachments = [{ path: path(message_id), name: 'a.txt' }];
    await greedy.rpc('send_message', { session_id: id, message_id, content: '', attachments });
    const used = async (): Promise<unknown> =>
      (await world.admin.rpc('usage', { tenant_id: world.tenant })).file_bytes.used;
    assert.equal(await used(), 100, 'once, and sent or not');
    await store(world.agent, path(), 900);
    assert.equal(await used(), 100);
    const other = `${world.tenant}/${(await startConversation(honest, world.widget)).id}/${randomUUID()}/a.txt`;
    assert.equal(await mayUpload(database, honest, other), true);
    await tenant({ file_bytes_per_day: 100 });
    assert.equal(await mayUpload(database, honest, other), false, 'the day is used up');
    assert.equal(await mayUpload(database, world.agent, path()), true);
  });

  it('of sessions is over when all together have started so many', async () => {
    await tenant({ sessions_per_day: 10 });
    for (let count = 0; count < 10; count += 1) await opening(await newVisitor(database));
    const next = await newVisitor(database);
    assert.equal(
      (await next.refused('open_session', { widget_id: world.widget, session_id: randomUUID() })).code,
      'tenant_limit',
    );
  });

  it('also counts new sessions and new visitors', async () => {
    await tenant({ sessions_per_day: 10 });
    const [one, two] = [await newVisitor(database), await newVisitor(database)];
    await opening(one);
    assert.equal(
      (await one.refused('open_session', { widget_id: world.widget, session_id: randomUUID() })).code,
      'tenant_limit',
    );
    await tenant({ sessions_per_day: 1000, visitors_per_day: 2 });
    await opening(two);
    const third = await newVisitor(database);
    assert.equal(
      (await third.refused('open_session', { widget_id: world.widget, session_id: randomUUID() })).code,
      'tenant_limit',
    );
    await opening(one);
  });
});

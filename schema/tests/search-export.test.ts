// Risk: search misses words of some language, shows markup, or finds what belongs to others; an export leaves something out.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
const sessions: Record<string, string> = {};

const TEXTS = {
  english: 'Is the lake cabin free from 12 to 14 December?',
  german: 'Kommen wir ohne Allradantrieb zur Waldhütte? Grüße!',
  japanese: 'フィヨルドの小屋のサウナは薪ですか、電気ですか？',
  chinese: '我想预订湖边的小木屋，有狗可以吗？',
  arabic: 'وصلتني رسالة التأكيد شكرًا',
  thai: 'สวัสดีครับ กระท่อมว่างไหม',
  hostile: '<img src=x onerror=alert(1)> lake & "quotes" \u0002\u0003 ok',
  address: 'Write to ida.lindqvist@fjord-cabin.example please',
  signs:
    'Kim Roe <kim@x.example> took the <basket> step, rang +49 30 555123 and +4930777, saw &ref; and __init__',
  quotes: "Sie sagte „genau“, ‘never’, «jamais» und 「絶対」; l’été, d'hiver",
  accents: 'Das Cafe\u0301 in der Straße, Ærø, İstanbul, Łódź, ΣΊΣΥΦΟΣ, Ёлка, ﬁnal',
  points: 'كَتَبَ שָׁלוֹם',
  katakana: 'ﾎﾃﾙはガラスの橋の近くです',
  rare: '𠮷野家はどこ',
};

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  for (const [name, text] of Object.entries(TEXTS)) {
    sessions[name] = (await startConversation(await newVisitor(database), world.widget, [text])).id;
  }
  await startConversation(await newVisitor(database), world.otherWidget, ['A lake elsewhere']);
  const named = await newVisitor(database);
  const { id } = await startConversation(named, world.widget, ['Hm']);
  await named.rpc('update_visitor', {
    session_id: id,
    visitor: { name: 'Tomás Ferreira', email: 'tomas@ferreira.pt' },
  });
  sessions['named'] = id;
  await world.agent.rpc('add_note', { session_id: sessions['thai'], content: 'Asks about the reindeer' });
});
after(() => database.stop());

const search = (query: string, rest: Answer = {}): Promise<Answer> =>
  world.agent.rpc('search', { tenant_id: world.tenant, query, ...rest });
const found = async (query: string, rest: Answer = {}): Promise<string[]> =>
  (await search(query, rest)).hits.map(
    (hit: Answer) => Object.entries(sessions).find(([, id]) => id === hit.session.id)?.[0] ?? '?',
  );

describe('search', () => {
  for (const [query, expected] of [
    ['lake', ['hostile', 'english']],
    ['LAKE', ['hostile', 'english']],
    ['lak cab', ['english']],
    ['cabin lake', ['english', ...[]]],
    ['decem', ['english']],
    ['waldhütte', ['german']],
    ['grüß', ['german']],
    ['サウナ', ['japanese']],
    ['小屋', ['japanese']],
    ['木屋', ['chinese']],
    ['屋木', []],
    ['التأكيد', ['arabic']],
    ['กระท่อม', ['thai']],
    ['fjord-cabin', ['address']],
    ['ida.lindqvist@fjord', ['address']],
    ['reindeer', ['thai']],
    ['ferreira', ['named']],
    ['tomás', ['named']],
    ['tomas@ferreira.pt', ['named']],
    ['Kim Roe <kim@x.example>', ['signs']],
    ['<basket>', ['signs']],
    ['basket', ['signs']],
    ['+49 30', ['signs']],
    ['+4930777', ['signs']],
    ['4930777', ['signs']],
    ['555123', ['signs']],
    ['&ref;', ['signs']],
    ['ref', ['signs']],
    ['__init__', ['signs']],
    ['"genau"', ['quotes']],
    ['„genau“', ['quotes']],
    ["'never'", ['quotes']],
    ['jamais', ['quotes']],
    ['絶対', ['quotes']],
    ["l'ete", ['quotes']],
    ['l’été', ['quotes']],
    ['hiver', ['quotes']],
    ['cafe', ['accents']],
    ['café', ['accents']],
    ['CAFE\u0301', ['accents']],
    ['strasse', ['accents']],
    ['STRASSE', ['accents']],
    ['straß', ['accents']],
    ['aero', ['accents']],
    ['istanbul', ['accents']],
    ['lodz', ['accents']],
    ['σισυφος', ['accents']],
    ['елка', ['accents']],
    ['final', ['accents']],
    ['waldhutte', ['german']],
    ['كتب', ['points']],
    ['שלום', ['points']],
    ['ホテル', ['katakana']],
    ['ガラス', ['katakana']],
    ['カ\u3099ラス', ['katakana']],
    ['野家', ['rare']],
    ['𠮷', ['rare']],
    ['elsewhere', []],
    ['zebra', []],
    ['lake zebra', []],
  ] as const) {
    it(`for ${query} finds ${expected.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(await found(query), expected);
    });
  }

  it('of nothing finds nothing, whatever signs it is made of', async () => {
    for (const query of [
      '',
      ' ',
      '&',
      "'",
      '!',
      ':*',
      '\\',
      '(((',
      '<->',
      '%',
      '"',
      "' | 'tenant:",
      '\u0000'.slice(1),
    ]) {
      const answer = await search(query);
      assert.deepEqual([answer.hits, answer.cursor], [[], null], JSON.stringify(query));
    }
    assert.deepEqual(await found(`tenant:${world.otherTenant}`), []);
    assert.deepEqual(await found('x'.repeat(5000)), []);
  });

  it('shows the words as parts of plain text', async () => {
    const [hit] = (await search('lake', { page_size: 1 })).hits;
    assert.equal(
      hit.snippet.map((part: Answer) => part.text).join(''),
      '<img src=x onerror=alert(1)> lake & "quotes" ok',
    );
    assert.deepEqual(
      hit.snippet.filter((part: Answer) => part.match).map((part: Answer) => part.text),
      ['lake'],
    );
    for (const [query, marked] of [
      ['cafe strass aer', ['Cafe\u0301', 'Straß', 'Ær']],
      ['lodz fina', ['Łódź', 'ﬁna']],
      ['שלום', ['שָׁלוֹם']],
      ['basket kim', ['Kim', 'kim', 'basket']],
      ['木屋', ['木屋']],
    ] as const) {
      const [first] = (await search(query)).hits;
      const matches = first.snippet.filter((part: Answer) => part.match);
      assert.deepEqual(
        matches.map((part: Answer) => part.text),
        marked,
      );
    }
    const [note] = (await search('REIN')).hits;
    assert.deepEqual(
      [note.kind, note.snippet],
      [
        'note',
        [
          { text: 'Asks about the ', match: false },
          { text: 'rein', match: true },
          { text: 'deer', match: false },
        ],
      ],
    );
    const [person] = (await search('ferreira')).hits;
    assert.equal(person.kind, 'visitor');
  });

  it('goes page by page, newest first, and obeys the filters', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(
      visitor,
      world.widget,
      Array.from({ length: 7 }, (_, index) => `kelpie number ${String(index)}`),
    );
    await world.agent.rpc('update_session', {
      session_id: id,
      changes: { tags: ['dogs'], status: 'pending' },
    });
    const seen: number[] = [];
    let cursor: unknown = null;
    do {
      const answer = await search('kelpie', { page_size: 3, cursor });
      seen.push(...answer.hits.map((hit: Answer) => hit.seq as number));
      cursor = answer.cursor;
    } while (cursor !== null);
    assert.deepEqual(seen, [7, 6, 5, 4, 3, 2, 1]);
    assert.equal((await found('kelpie', { filters: { tags: 'dogs' } })).length, 7);
    assert.equal((await found('kelpie', { filters: { status: 'resolved' } })).length, 0);
    assert.equal(
      (await world.agent.refused('search', { tenant_id: world.tenant, query: 'x', filters: { no: 1 } })).code,
      'invalid_argument',
    );
    assert.equal(
      (await world.agent.refused('search', { tenant_id: world.tenant, query: 'x', cursor: { at: 'x' } }))
        .code,
      'invalid_argument',
    );
  });

  it('by a name finds also what the person wrote before they were known', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, ['Who am I']);
    const { key } = await world.service.rpc('rotate_identity_key', { widget_id: world.widget });
    const token = sign(claimsFor(world.widget, { name: 'Quentin Late' }), key as string);
    await visitor.rpc('identify', { widget_id: world.widget, token });
    const { hits } = await search('quentin');
    assert.deepEqual(
      hits.map((hit: Answer) => [hit.kind, hit.session.id]),
      [['visitor', id]],
    );
  });

  it('refuses half a cursor, as the export does', async () => {
    for (const cursor of [{ at: '2026-01-01T00:00:00Z' }, { at: '2026-01-01', id: 'x' }, { at: null }]) {
      for (const [rpc, args] of [
        ['search', { query: 'lake' }],
        ['export', {}],
      ] as const) {
        const refused = await world.agent.refused(rpc, { tenant_id: world.tenant, cursor, ...args });
        assert.deepEqual(refused.details, { field: 'cursor' }, rpc);
      }
    }
  });

  it('forgets deleted words and finds edited ones', async () => {
    const visitor = await newVisitor(database);
    const { messages } = await startConversation(visitor, world.widget, ['platypus', 'narwhal']);
    await visitor.rpc('delete_message', { message_id: messages[0].id });
    await visitor.rpc('edit_message', { message_id: messages[1].id, content: 'axolotl' });
    assert.deepEqual(
      [await found('platypus'), await found('narwhal'), (await found('axolotl')).length],
      [[], [], 1],
    );
  });

  it('is the team’s', async () => {
    for (const rpc of ['search', 'export', 'report', 'list_saved_views', 'list_widgets']) {
      const args = {
        search: { tenant_id: world.tenant, query: 'lake' },
        report: { tenant_id: world.tenant, since: '2026-01-01', until: '2026-02-01' },
      }[rpc] ?? { tenant_id: world.tenant };
      for (const caller of [
        world.visitor,
        world.otherAgent,
        world.outsider,
        world.removedAgent,
        world.anonymousMember,
      ]) {
        assert.equal((await caller.refused(rpc, args)).code, 'not_allowed', rpc);
      }
      assert.equal((await world.anon.refused(rpc, args)).code, '42501', rpc);
    }
  });
});

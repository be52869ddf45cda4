import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestApiError } from '../api-error.ts';
import { looksLikeFilter, parseOperation, parseTree } from './filters.ts';
import { parseOrder } from './order.ts';
import { parseQuery } from './query.ts';
import { parseSelect } from './select.ts';
import type { SelectItem } from './select.ts';

const names = (items: readonly SelectItem[]): unknown[] =>
  items.map((item) => (item.kind === 'column' ? item.field.name : { [item.name]: names(item.items) }));

test('columns with alias, JSON path, cast and aggregate', () => {
  const [first, second, third] = parseSelect('years:data->a->>-1::int, "odd, name", total.sum()::text');
  assert.deepEqual(first, {
    kind: 'column',
    field: {
      name: 'data',
      path: [
        { asText: false, key: 'a', isIndex: false },
        { asText: true, key: '-1', isIndex: true },
      ],
    },
    alias: 'years',
    cast: 'int',
    aggregate: undefined,
    aggregateCast: undefined,
  });
  assert.equal(second?.kind === 'column' && second.field.name, 'odd, name');
  assert.deepEqual(third?.kind === 'column' && [third.aggregate, third.aggregateCast], ['sum', 'text']);
});

test('resources with alias, hint, join and nesting, spread or not', () => {
  const [posts, spread] = parseSelect('writing:posts!author_id!inner(id,tags(*)), ...team!left(name)');
  assert.ok(posts?.kind === 'resource' && spread?.kind === 'resource');
  assert.deepEqual(
    [posts.alias, posts.hint, posts.join, posts.spread],
    ['writing', 'author_id', 'inner', false],
  );
  assert.deepEqual(names(posts.items), ['id', { tags: ['*'] }]);
  assert.deepEqual([spread.name, spread.join, spread.spread], ['team', 'left', true]);
});

test('a count alone is an aggregate, and an empty resource is embedded for its filters', () => {
  const [count, empty] = parseSelect('n:count(), rel()');
  assert.deepEqual(count?.kind === 'column' && [count.alias, count.aggregate], ['n', 'count']);
  assert.deepEqual(empty?.kind === 'resource' && empty.items, []);
});

test('operators, negation, quantifiers, lists with commas and quotes, full text', () => {
  assert.deepEqual(parseOperation('not.like(any).{a*,b*}'), {
    negated: true,
    operation: { kind: 'simple', operator: 'like', value: '{a*,b*}', quantifier: 'any' },
  });
  assert.deepEqual(parseOperation('in.(a,"b,c","d\\"e",)').operation, {
    kind: 'in',
    values: ['a', 'b,c', 'd"e', ''],
  });
  assert.deepEqual(parseOperation('wfts(simple).cat or dog').operation, {
    kind: 'search',
    query: 'websearch_to_tsquery',
    language: 'simple',
    value: 'cat or dog',
  });
  assert.deepEqual(parseOperation('is.NULL').operation, { kind: 'is', value: 'null' });
  assert.equal(parseOperation('eq.in.(1)').operation.kind, 'simple', 'the value may look like an operator');
});

test('trees of conditions, where a value ends at a comma unless it is quoted or an array', () => {
  const tree = parseTree('not.or', '(a.eq.1,and(b.cs.{1,2},c.eq."x,y)"),not.and(d.is.null))');
  assert.deepEqual([tree.negated, tree.operator, tree.conditions.length], [true, 'or', 3]);
  const [, both] = tree.conditions;
  assert.ok(both?.kind === 'tree');
  assert.deepEqual(
    both.conditions.map(
      (one) => one.kind === 'filter' && one.operation.kind === 'simple' && one.operation.value,
    ),
    ['{1,2}', 'x,y)'],
  );
});

test('an order by a column, by JSON, by a column of a resource', () => {
  assert.deepEqual(
    parseOrder('a.desc.nullslast,b->x,rel(c).asc').map(({ field, relation, direction, nulls }) => [
      field.name, relation, direction, nulls,
    ]),
    [['a', undefined, 'desc', 'last'], ['b', undefined, undefined, undefined], ['c', 'rel', 'asc', undefined]],
  ); // prettier-ignore
});

test('parameters go where they belong, and arguments of a function are told from filters', () => {
  const query = parseQuery(
    new URLSearchParams(
      'select=id&rel.order=x&rel.limit=3&offset=2&rel.or=(a.eq.1)&b=gt.2&arg=plain&apikey=k',
    ),
    true,
  );
  assert.deepEqual(query.args, [['arg', 'plain']]);
  assert.deepEqual(
    query.conditions.map(({ path }) => path),
    [['rel'], []],
  );
  assert.deepEqual(query.ranges, [
    { path: ['rel'], value: { limit: 3 } },
    { path: [], value: { offset: 2 } },
  ]);
  assert.equal(looksLikeFilter('1.5'), false);
  assert.equal(looksLikeFilter('eq.1'), true);
});

for (const [what, read] of [
  ['an unclosed resource', () => parseSelect('a,b(c')],
  ['a cast that is none', () => parseSelect('a::int;drop table x')],
  ['a cast to a call', () => parseSelect('a::int(1)')],
  ['something behind a star', () => parseSelect('*::text')],
  ['an unknown operator', () => parseOperation('sounds.like')],
  ['a quantifier where none belongs', () => parseOperation('cs(any).{1}')],
  ['a list that does not end', () => parseOperation('in.(1,2')],
  ['IS of anything else', () => parseOperation('is.five')],
  ['a direction that is none', () => parseOrder('a.sideways')],
  ['a tree without parentheses', () => parseTree('or', 'a.eq.1')],
  ['a language with a quote', () => parseOperation("fts(en'glish).x")],
] as const) {
  test(`${what} is refused with its place`, () => {
    assert.throws(read, (error) => {
      assert.ok(error instanceof RestApiError);
      assert.equal(error.code, 'PGRST100');
      assert.match(error.message, /^"failed to parse .* \(line 1, column \d+\)$/u);
      return true;
    });
  });
}

// What must hold of the check for circular imports: it sees every way to import, and misses no circle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCircles, importsOf } from './import-graph.ts';

function graph(edges: Readonly<Record<string, readonly string[]>>): Map<string, readonly string[]> {
  return new Map(Object.entries(edges));
}

test('every way to import is seen, and whether it is there when the file loads', () => {
  const text = [
    `import { a } from './a.ts';`,
    `import type { B } from '../b.ts';`,
    `import {\n  c,\n} from './folder/c.ts';`,
    `import './effect.ts';`,
    `export { d } from './d.ts';`,
    `export type { E } from './e.ts';`,
    `const later = () => import('./later.ts');`,
    `import { x } from 'a-package';`,
  ].join('\n');
  const found = importsOf('src/rest/file.ts', text);
  assert.deepEqual(
    found.map(({ path }) => path),
    [
      'src/rest/a.ts',
      'src/b.ts',
      'src/rest/folder/c.ts',
      'src/rest/effect.ts',
      'src/rest/d.ts',
      'src/rest/e.ts',
      'src/rest/later.ts',
      null,
    ],
  );
  const withMark = (mark: 'isType' | 'isDynamic'): string[] =>
    found.filter((one) => one[mark]).map(({ specifier }) => specifier);
  assert.deepEqual(withMark('isType'), ['../b.ts', './e.ts']);
  assert.deepEqual(withMark('isDynamic'), ['./later.ts']);
});

test('files that only import downward are no circle, however often they meet', () => {
  assert.deepEqual(
    findCircles(graph({ top: ['left', 'right'], left: ['base'], right: ['base'], base: [] })),
    [],
  );
});

test('a circle is told with the files on the way round', () => {
  assert.deepEqual(findCircles(graph({ entry: ['a'], a: ['b'], b: ['c'], c: ['a'] })), [
    ['a', 'b', 'c', 'a'],
  ]);
});

test('a file that imports itself is a circle', () => {
  assert.deepEqual(findCircles(graph({ a: ['a'] })), [['a', 'a']]);
});

test('two circles that share a file are both told', () => {
  const circles = findCircles(graph({ a: ['b', 'c'], b: ['a'], c: ['a'] }));
  assert.deepEqual(circles, [
    ['a', 'b', 'a'],
    ['a', 'c', 'a'],
  ]);
});

test('files outside of the graph are ignored', () => {
  assert.deepEqual(findCircles(graph({ a: ['elsewhere'] })), []);
});

// What CI prints of a failed step has to be short enough to be read: hundreds of passed tests around one failure hide it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failuresOf } from './steps.ts';

const TAP = `TAP version 13
# Subtest: adds
ok 1 - adds
  ---
  duration_ms: 1
  type: 'test'
  ...
a line that somebody printed
# Subtest: group
    # Subtest: subtracts
    not ok 1 - subtracts
      ---
      error: 'Expected 1'
      stack: |-
        at subtract (a.ts:1:1)
      ...
    # Subtest: divides
    ok 2 - divides
      ---
      duration_ms: 1
      ...
    1..2
not ok 2 - group
  ---
  error: '1 subtest failed'
  ...
1..2
# tests 3
# fail 1
`;

test('of TAP the failed tests are told, with what was printed', () => {
  assert.equal(
    failuresOf('tap', TAP),
    `a line that somebody printed
    not ok 1 - subtracts
      ---
      error: 'Expected 1'
      stack: |-
        at subtract (a.ts:1:1)
      ...
not ok 2 - group
  ---
  error: '1 subtest failed'
  ...
`,
  );
});

test('of other runners everything is told', () => {
  assert.equal(failuresOf('exit', 'ok 1 - of a compiler\n'), 'ok 1 - of a compiler\n');
});

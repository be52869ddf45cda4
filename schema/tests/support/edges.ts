/**
 * Owns asking calls at the edge of a rule: the last value that is taken and the first that is not.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Answer } from './caller.ts';
import type { World } from './world.ts';

export interface Edge {
  readonly by?: 'agent' | 'admin' | 'service';
  readonly rpc: string;
  /** Arguments with a value at the edge. */
  readonly args: (value: never) => Answer;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
  /** The argument that the refusal names. */
  readonly field: string;
}

/** A test for each edge. */
export function assertEdges(world: () => World, edges: Readonly<Record<string, Edge>>): void {
  for (const [name, { by = 'agent', rpc, args, taken, refused, field }] of Object.entries(edges)) {
    it(name, async () => {
      const caller = world()[by];
      for (const value of taken) await caller.rpc(rpc, args(value as never));
      for (const value of refused) {
        const { code, details } = await caller.refused(rpc, args(value as never));
        assert.equal(code, 'invalid_argument', JSON.stringify(value)?.slice(0, 80));
        assert.match(String(details['field']), new RegExp(`^${field}`));
      }
    });
  }
}

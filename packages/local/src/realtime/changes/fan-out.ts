/**
 * From the changes of one table to the frames of its listeners: evaluates conditions, asks row level security
 * where it applies, and builds one frame per change, listener and selection.
 */
import type postgres from 'postgres';
import type { OutboundFrame } from '../protocol/frames.ts';
import { rawJsonFrame } from '../protocol/serializer.ts';
import type { RowChange } from '../replication/pgoutput.ts';
import { matchesTable } from './binding.ts';
import { loadTable } from './catalog.ts';
import type { TableInfo } from './catalog.ts';
import type { Condition } from './filter-parser.ts';
import { evaluate } from './evaluation.ts';
import type { EvaluatedChange } from './evaluation.ts';
import { changePayload, problemOf, problemPayload } from './payload.ts';
import type { ChangeListener, Subscription } from './subscriptions.ts';
import { newTuple, oldTuple, sizeOf } from './tuples.ts';
import type { Tuple } from './tuples.ts';
import { visibleRows } from './visibility.ts';

/** A change with its position in the stream. */
export interface StreamedChange {
  readonly change: RowChange;
  readonly committedAt: Date;
  /** Of the commit in the write-ahead log. */
  readonly position: bigint;
}

/** A frame on its way, in the order changes were made. */
export interface Delivery {
  readonly listener: ChangeListener;
  readonly frame: OutboundFrame;
}

/** Bytes of values above which a change is cut: 1 MiB, as on the hosted service. */
const MAX_CHANGE_BYTES = 1_048_576;

/** One change with what is known of it. */
interface Prepared extends StreamedChange {
  readonly newTuple: Tuple;
  readonly oldTuple: Tuple;
  readonly values: EvaluatedChange;
}

/**
 * The deliveries of each change, in the order of `changes`, which are all of one table.
 * Throws when the database cannot be asked.
 */
export async function fanOut(
  sql: postgres.Sql,
  changes: readonly StreamedChange[],
  allSubscriptions: readonly Subscription[],
  onPolicyError: (error: unknown) => void,
): Promise<Delivery[][]> {
  const [first] = changes;
  const subscriptions =
    first === undefined
      ? []
      : allSubscriptions.filter(({ binding }) => matchesTable(binding, first.change.relation));
  if (subscriptions.length === 0) return changes.map(() => []);
  const roles = [...new Set(subscriptions.map(({ viewer }) => viewer.role))];
  const table = first === undefined ? null : await loadTable(sql, first.change.relation.oid, roles);
  if (table === null) return changes.map(() => []);
  const conditions = new ConditionIndex(subscriptions);
  const prepared = await prepare(sql, table, conditions.all, changes);
  const candidates = prepared.map((change) =>
    subscriptions.filter(
      (subscription) => isCandidate(subscription, change) && passes(subscription, change, table, conditions),
    ),
  );
  const allowed = table.hasRowSecurity
    ? await onlyVisible(sql, table, prepared, candidates, onPolicyError)
    : candidates;
  return prepared.map((change, index) => deliveriesOf(change, table, allowed[index] ?? []));
}

/** Distinct conditions of all bindings, so that a hundred listeners with one filter cost one expression. */
class ConditionIndex {
  readonly all: Condition[] = [];
  readonly #positions = new Map<Condition, number>();

  constructor(subscriptions: readonly Subscription[]) {
    const known = new Map<string, number>();
    for (const condition of subscriptions.flatMap(({ binding }) => binding.conditions)) {
      const key = JSON.stringify(condition);
      const position = known.get(key) ?? this.all.push(condition) - 1;
      known.set(key, position);
      this.#positions.set(condition, position);
    }
  }

  areMet(conditions: readonly Condition[], conditionResults: readonly boolean[]): boolean {
    return conditions.every((condition) => conditionResults[this.#positions.get(condition) ?? -1] === true);
  }
}

async function prepare(
  sql: postgres.Sql,
  table: TableInfo,
  conditions: readonly Condition[],
  changes: readonly StreamedChange[],
): Promise<Prepared[]> {
  const inputs = changes.map(({ change }) => ({
    kind: change.kind,
    new: newTuple(change),
    old: oldTuple(change),
  }));
  const values = await evaluate(sql, table, conditions, inputs);
  return changes.map((streamed, index) => {
    const [input, evaluated] = [inputs[index], values[index]];
    if (input === undefined || evaluated === undefined) throw new Error('an evaluated change is missing');
    return { ...streamed, newTuple: input.new, oldTuple: input.old, values: evaluated };
  });
}

function isCandidate({ binding, since }: Subscription, { change, position }: Prepared): boolean {
  return position >= since && (binding.event === '*' || binding.event === change.kind);
}

/** A listener that may not see the values gets an error frame, whatever its filter. */
function passes(
  { binding, viewer }: Subscription,
  { change, values }: Prepared,
  table: TableInfo,
  conditions: ConditionIndex,
): boolean {
  return (
    problemOf(change.kind, table, viewer.role) !== null ||
    conditions.areMet(binding.conditions, values.conditionResults)
  );
}

/** One query per viewer, for all the rows that it might get. */
async function onlyVisible(
  sql: postgres.Sql,
  table: TableInfo,
  changes: readonly Prepared[],
  candidates: readonly Subscription[][],
  onPolicyError: (error: unknown) => void,
): Promise<Subscription[][]> {
  const questions = new Map<string, { subscription: Subscription; rows: Set<number> }>();
  changes.forEach(({ change }, index) => {
    for (const subscription of candidates[index] ?? []) {
      if (change.kind === 'DELETE' || problemOf(change.kind, table, subscription.viewer.role) !== null)
        continue;
      const key = subscription.viewer.claims;
      const question = questions.get(key) ?? { subscription, rows: new Set() };
      questions.set(key, question);
      question.rows.add(index);
    }
  });
  const hidden = new Set<string>();
  await Promise.all(
    [...questions].map(async ([key, { subscription, rows }]) => {
      const asked = [...rows];
      const tuples = asked.map((index) => changes[index]?.newTuple ?? new Map());
      const answers = await visibleRows(sql, table, subscription.viewer, tuples, onPolicyError);
      asked.forEach((index, place) => answers[place] === true || hidden.add(`${index}:${key}`));
    }),
  );
  return candidates.map((subscriptions, index) =>
    subscriptions.filter(({ viewer }) => !hidden.has(`${index}:${viewer.claims}`)),
  );
}

/** The contents of one frame for one listener. */
interface FrameContents {
  readonly listener: ChangeListener;
  readonly role: string;
  readonly select: readonly string[] | null;
  readonly ids: number[];
}

function deliveriesOf(
  prepared: Prepared,
  table: TableInfo,
  subscriptions: readonly Subscription[],
): Delivery[] {
  const payloads = new Map<string, string>();
  const frames = new Map<string, OutboundFrame>();
  return frameContentsOf(subscriptions).map(({ listener, role, select, ids }) => {
    const version = JSON.stringify([role, select]);
    const data = payloads.get(version) ?? payloadOf(prepared, table, role, select);
    payloads.set(version, data);
    const key = JSON.stringify([listener.topic, ids, version]);
    const frame =
      frames.get(key) ??
      rawJsonFrame(
        { topic: listener.topic, event: 'postgres_changes' },
        `{"ids":[${ids.join()}],"data":${data}}`,
      );
    frames.set(key, frame);
    return { listener, frame };
  });
}

function frameContentsOf(subscriptions: readonly Subscription[]): FrameContents[] {
  const contents = new Map<ChangeListener, Map<string, FrameContents>>();
  for (const { listener, binding, viewer } of subscriptions) {
    const ofListener = contents.get(listener) ?? new Map<string, FrameContents>();
    contents.set(listener, ofListener);
    const selection = JSON.stringify(binding.select);
    const content = ofListener.get(selection) ?? {
      listener,
      role: viewer.role,
      select: binding.select,
      ids: [],
    };
    ofListener.set(selection, content);
    content.ids.push(binding.id);
  }
  return [...contents.values()].flatMap((ofListener) => [...ofListener.values()]);
}

function payloadOf(
  { change, committedAt, values }: Prepared,
  table: TableInfo,
  role: string,
  select: readonly string[] | null,
): string {
  const problem = problemOf(change.kind, table, role);
  if (problem !== null) return problemPayload(change.kind, table, problem);
  const isTooLarge = sizeOf(change) > MAX_CHANGE_BYTES;
  return changePayload({ kind: change.kind, committedAt, table, role, select, isTooLarge }, values);
}

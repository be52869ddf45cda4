// Judges a history against the database: the invariants of delivery, as numbers that must be zero.
// It sees ids, seqs and texts only, so that it cannot share a mistake with the code it judges.
import type { History, Rendering } from './history.ts';

/** A row of `global_chat_messages` at the end of the run. */
export interface StoredMessage {
  readonly id: string;
  readonly session: string;
  readonly seq: number;
  readonly content: string;
  readonly deleted: boolean;
}

export interface Verdict {
  readonly operations: number;
  readonly acknowledged: number;
  /** Acknowledged to a sender but not stored, or stored but missing from or out of date in somebody's final list. */
  readonly lost: readonly string[];
  /** Two bubbles or two rows for one message. */
  readonly duplicated: readonly string[];
  /** Shown against seq, a hole shown as contiguous, or a sender's messages stored in another order than sent. */
  readonly misordered: readonly string[];
  /** Stored or shown though nobody wrote it, shown as sent before it was, or a delivery that went back. */
  readonly unexpected: readonly string[];
  /** Unacknowledged sends that turned out to be stored: allowed, counted. */
  readonly recovered: number;
  /** Gone with a page that had said that it could not store them: allowed, counted. */
  readonly excused: number;
}

const RANKS: Record<string, number> = { failed: 0, pending: 0, sent: 1, delivered: 2, read: 3 };

export function check(history: History, stored: readonly StoredMessage[]): Verdict {
  const lost: string[] = [];
  const duplicated: string[] = [];
  const misordered: string[] = [];
  const unexpected: string[] = [];
  const rows = new Map(stored.map((row) => [row.id, row]));

  for (const row of stored) history.adopt(row);
  const contents = new Set<string>();
  for (const row of stored) {
    if (!row.deleted && contents.has(row.content)) duplicated.push(`row "${row.content}" is stored twice`);
    contents.add(row.content);
    if (!history.sent.has(row.id)) unexpected.push(`row ${row.id} was sent by nobody`);
  }

  for (const message of history.sent.values()) {
    // What the outbox took must end as stored or as failed; when the faults are over there is no third way.
    if (message.outcome !== 'fail' && !message.excused && !rows.has(message.id)) {
      lost.push(
        `${message.id} "${message.content}" was ${message.outcome === 'ok' ? 'acknowledged' : 'taken'}, yet is not stored`,
      );
    }
    if (message.saidToFail && rows.has(message.id))
      unexpected.push(`"${message.content}" was said to have failed, yet is stored`);
  }
  checkSenders(history, rows, misordered);
  checkSeqs(stored, misordered);
  for (const [, renderings] of Map.groupBy(history.renderings, (seen) => `${seen.client} ${seen.session}`)) {
    checkRenderings(renderings, rows, { duplicated, misordered, unexpected });
    for (const [, life] of Map.groupBy(renderings, (seen) => seen.life)) checkKept(life, lost);
    const last = renderings.at(-1);
    if (last) checkFinal(last, stored, lost);
  }

  const sent = [...history.sent.values()];
  return {
    operations: sent.length,
    acknowledged: sent.filter((message) => message.outcome === 'ok').length,
    lost,
    duplicated,
    misordered,
    unexpected,
    recovered: sent.filter((message) => message.outcome === 'unknown' && rows.has(message.id)).length,
    excused: sent.filter((message) => message.excused && !rows.has(message.id)).length,
  };
}

/** Per sender and session: first in, first out. */
function checkSenders(
  history: History,
  rows: ReadonlyMap<string, StoredMessage>,
  misordered: string[],
): void {
  const sent = [...history.sent.values()].sort((a, b) => a.order - b.order);
  for (const [key, messages] of Map.groupBy(sent, (message) => `${message.client} in ${message.session}`)) {
    let highest = 0;
    let latest = '';
    for (const message of messages) {
      const seq = rows.get(message.id)?.seq;
      if (seq === undefined) continue;
      if (seq < highest)
        misordered.push(
          `${key}: "${message.content}"${message.fragile ? ', not stored by its page,' : ''} has seq ${seq}, "${latest}" before it ${highest}`,
        );
      else [highest, latest] = [seq, message.content];
    }
  }
}

/** Dense from 1 in each session. */
function checkSeqs(stored: readonly StoredMessage[], misordered: string[]): void {
  for (const [session, rows] of Map.groupBy(stored, (row) => row.session)) {
    const seqs = rows.map((row) => row.seq).sort((a, b) => a - b);
    seqs.forEach((seq, index) => {
      if (seq !== index + 1) misordered.push(`session ${session}: seq ${seq} stands at place ${index + 1}`);
    });
  }
}

function checkRenderings(
  renderings: readonly Rendering[],
  rows: ReadonlyMap<string, StoredMessage>,
  into: { duplicated: string[]; misordered: string[]; unexpected: string[] },
): void {
  const furthest = new Map<string, number>();
  const tombstones = new Set<string>();
  for (const { client, messages } of renderings) {
    const ids = new Set<string>();
    let before: number | null = null;
    let sawPending = false;
    for (const { id, seq, delivery, content, deleted } of messages) {
      if (ids.has(id)) into.duplicated.push(`${client} showed ${id} "${content}" twice at once`);
      ids.add(id);
      if (seq === null) {
        sawPending = true;
      } else {
        if (sawPending) into.misordered.push(`${client} showed seq ${seq} below one that waits`);
        if (before !== null && seq !== before + 1)
          into.misordered.push(`${client} showed seq ${seq} right after ${before}`);
        before = seq;
        if (!rows.has(id)) into.unexpected.push(`${client} showed "${content}" as stored, which it is not`);
      }
      if (tombstones.has(id) && !deleted)
        into.unexpected.push(`${client}: "${content}" rose from its tombstone`);
      if (deleted) tombstones.add(id);
      const rank = RANKS[delivery] ?? 0;
      if (rank < (furthest.get(id) ?? 0))
        into.unexpected.push(`${client}: "${content}" went back to ${delivery}`);
      furthest.set(id, Math.max(rank, furthest.get(id) ?? 0));
    }
  }
}

/** What a page once showed as stored it goes on showing. */
function checkKept(life: readonly Rendering[], lost: string[]): void {
  let oldest = Infinity;
  let newest = 0;
  for (const { client, messages } of life) {
    const seqs = messages.flatMap((message) => (message.seq === null ? [] : [message.seq]));
    const [first, last] = [seqs[0] ?? Infinity, seqs.at(-1) ?? 0];
    if (first > oldest)
      return void lost.push(`${client} does not show seq ${oldest} any more, but ${first} on`);
    if (last < newest)
      return void lost.push(`${client} does not show seq ${newest} any more, but up to ${last}`);
    oldest = first;
    newest = last;
  }
}

/** After the faults are over, everybody sees what is stored, from the oldest message they have loaded. */
function checkFinal(last: Rendering, stored: readonly StoredMessage[], lost: string[]): void {
  const shown = new Map(last.messages.map((message) => [message.id, message]));
  const seqs = last.messages.flatMap((message) => (message.seq === null ? [] : [message.seq]));
  // A list that shows nothing stored has missed everything.
  const oldest = seqs.length === 0 ? 1 : Math.min(...seqs);
  for (const row of stored) {
    if (row.session !== last.session || row.seq < oldest) continue;
    const message = shown.get(row.id);
    if (!message) lost.push(`${last.client} never saw seq ${row.seq} "${row.content}"`);
    else if (message.content !== row.content || message.deleted !== row.deleted)
      lost.push(`${last.client} still shows "${message.content}" where "${row.content}" is stored`);
  }
}

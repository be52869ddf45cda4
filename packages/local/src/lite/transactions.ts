/**
 * Owns how the REST engine's query builder gets its connections: each is one transaction of the driver's own kind.
 * Refuses to go on with a transaction whose connection is gone.
 *
 * The builder reserves connections and speaks `begin`, `commit` and `rollback` over them. A reserved connection does
 * not notice that the database closed it: what is sent afterwards is never answered, and releasing it puts a dead
 * connection back into the pool. `sql.begin` notices.
 */
import type { Sql, TransactionSql } from 'postgres';

/** What the builder uses of a reserved connection. */
interface Reserved {
  unsafe(text: string, parameters: readonly unknown[]): Promise<unknown>;
  release(): void;
}

const ROLLED_BACK = Symbol('rolled back');
const NOTHING = Object.assign([], { count: 0, command: '' });

/** Replaces `reserve` of this pool. */
export function reserveTransactions(sql: Sql): void {
  Object.assign(sql, { reserve: () => reserve(sql) });
}

async function reserve(sql: Sql): Promise<Reserved> {
  let commit: (value: unknown) => void = () => undefined;
  let rollBack: (reason: unknown) => void = () => undefined;
  const decision = new Promise<unknown>((resolve, reject) => {
    commit = resolve;
    rollBack = reject;
  });
  let outcome: Promise<unknown> = decision;
  const transaction = await new Promise<TransactionSql>((opened, failed) => {
    outcome = sql.begin((begun) => {
      opened(begun);
      return decision;
    });
    outcome.catch(failed); // handles what nobody waits for any more, too
  });
  /** Why the connection is gone; from then on the driver's transaction must not be touched, not even to end it. */
  let gone: { readonly reason: unknown } | undefined;
  outcome.catch((reason: unknown) => (gone = { reason }));
  return {
    async unsafe(text, parameters) {
      if (gone !== undefined) throw gone.reason;
      if (/^(begin|start transaction)\b/.test(text)) return NOTHING;
      if (text === 'commit') {
        commit(undefined);
        await outcome;
        return NOTHING;
      }
      if (text === 'rollback') {
        rollBack(ROLLED_BACK);
        await outcome.catch(unlessRolledBack);
        return NOTHING;
      }
      return Promise.race([transaction.unsafe(text, [...parameters] as never[]), outcome]);
    },
    release() {
      if (gone === undefined) rollBack(ROLLED_BACK);
    },
  };
}

function unlessRolledBack(reason: unknown): void {
  if (reason !== ROLLED_BACK) throw reason;
}

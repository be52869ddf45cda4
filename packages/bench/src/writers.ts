// Messages straight from SQL, as PostgREST would call the function for a visitor: for rates that HTTP is not about.
import postgres from 'postgres';
import type { BenchVisitor } from './visitors.ts';

export interface Writers {
  readonly sql: postgres.Sql;
  /** Resolves when it is committed. */
  write(as: Pick<BenchVisitor, 'userId' | 'sessionId'>, messageId: string, content?: string): Promise<void>;
  end(): Promise<void>;
}

/** A literal of SQL. */
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export function openWriters(databaseUrl: string, connections = 8): Writers {
  const sql = postgres(databaseUrl, { max: connections, onnotice: () => undefined });
  return {
    sql,
    async write({ userId, sessionId }, messageId, content = `Message ${messageId}`) {
      const claims = JSON.stringify({ sub: userId, role: 'authenticated', is_anonymous: true });
      // Several statements in one round trip are one transaction, and a few connections are enough for hundreds a second.
      await sql.unsafe(`select set_config('request.jwt.claims', ${text(claims)}, true), set_config('role', 'authenticated', true);
        select public.global_chat_send_message(${text(sessionId)}, ${text(messageId)}, ${text(content)})`);
    },
    end: () => sql.end(),
  };
}

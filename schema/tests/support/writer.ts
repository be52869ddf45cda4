/**
 * A process of its own that sends messages one after another and prints the id of each one acknowledged.
 * It dies with its connection; whoever started it starts it again with what is left, under the same ids.
 */
import postgres from 'postgres';
import { Caller } from './caller.ts';
import type { Claims } from './caller.ts';

export interface WriterPlan {
  readonly url: string;
  readonly claims: Claims;
  readonly session: string;
  readonly messages: readonly string[];
}

const plan = JSON.parse(process.env['WRITER_PLAN'] ?? '{}') as WriterPlan;
const sql = postgres(plan.url, { max: 1, onnotice: () => undefined });
const caller = new Caller(sql, plan.claims, {});
process.on('uncaughtException', () => process.exit(1));

for (const message of plan.messages) {
  await caller.rpc('send_message', { session_id: plan.session, message_id: message, content: 'x' });
  process.stdout.write(`${message}\n`);
}
await sql.end();

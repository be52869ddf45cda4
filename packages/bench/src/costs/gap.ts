// What fifty missed messages cost: how many requests until they are shown, beside the bare request.
import { createClient } from '@supabase/supabase-js';
import type { DeliveryBackend } from '../delivery/serve-schema.ts';
import { percentile } from '../statistics.ts';
import { openVisitor } from '../visitors.ts';
import type { Writers } from '../writers.ts';

export interface GapCost {
  /** Syncs until all fifty were shown. */
  readonly requests: number;
  /** Milliseconds, p50: from reopening to all fifty on the screen. */
  readonly shown: number;
  /** Milliseconds, p50: the bare request for the same fifty. */
  readonly bare: number;
}

const MISSED_MESSAGES = 50;

export async function measureGap(
  backend: DeliveryBackend,
  writers: Writers,
  rounds: number,
): Promise<GapCost> {
  const [account] = backend.agents;
  if (!account) throw new Error('an agent is needed');
  const agent = createClient(backend.apiUrl, backend.publishableKey, { auth: { persistSession: false } });
  await agent.auth.signInWithPassword(account);
  let syncs = 0;
  const visitor = await openVisitor({
    backend,
    onRequest: (path) => void (path.endsWith('global_chat_sync') && syncs++),
  });
  const { conversation } = visitor;
  const shown: number[] = [];
  const bare: number[] = [];
  let requests = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = conversation.get().messages.length;
    conversation.close();
    for (let missed = 0; missed < MISSED_MESSAGES; missed += 1)
      await writers.write(visitor, crypto.randomUUID());
    syncs = 0;
    const started = performance.now();
    const arrived = new Promise<void>((resolve) => {
      const stop = conversation.subscribe(() => {
        if (conversation.get().messages.length < before + MISSED_MESSAGES) return;
        requests = Math.max(requests, syncs);
        stop();
        resolve();
      });
    });
    conversation.open();
    await arrived;
    shown.push(performance.now() - started);
    const rev = conversation.get().session?.rev ?? 0;
    const asked = performance.now();
    await agent.rpc('global_chat_sync', { session_id: conversation.id, since_rev: rev - MISSED_MESSAGES });
    bare.push(performance.now() - asked);
  }
  visitor.close();
  await agent.auth.stopAutoRefresh();
  const middle = (values: number[]): number =>
    percentile(
      values.sort((a, b) => a - b),
      0.5,
    );
  return { requests, shown: middle(shown), bare: middle(bare) };
}

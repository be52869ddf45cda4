/** Listeners for row changes, and a way to know that what has not come will not come. It asserts nothing. */
import { freshTopic, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel, Version } from './harness.ts';
import { until } from './harness.ts';

/** A change as clients hand it to apps. */
export interface Change {
  readonly eventType: string;
  readonly schema: string;
  readonly table: string;
  readonly commit_timestamp: string;
  readonly errors: string[] | null;
  readonly new: Record<string, unknown>;
  readonly old: Record<string, unknown>;
}

export interface BindingOptions {
  readonly event?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly filter?: string;
  readonly select?: string[];
}

export interface ChangeListenerOptions {
  readonly version?: Version;
  readonly key?: string;
  readonly token?: string;
}

export interface Listener {
  readonly channel: RealtimeChannel;
  /** By binding, in the order asked for. */
  readonly changes: Change[][];
  readonly system: {
    readonly status: string;
    readonly message: string;
    readonly extension: string;
    readonly channel: string;
  }[];
}

export async function listenTo(
  backend: Backend,
  bindings: readonly BindingOptions[],
  options: ChangeListenerOptions = {},
): Promise<Listener> {
  const channel = backend.client(options).channel(freshTopic());
  const changes = bindings.map((): Change[] => []);
  const system: Listener['system'] = [];
  bindings.forEach((binding, index) => {
    channel.on('postgres_changes', { event: '*', ...binding } as never, (change: unknown) =>
      changes[index]?.push(change as Change),
    );
  });
  channel.on('system', {}, (payload) => system.push(payload as Listener['system'][number]));
  await subscribed(channel);
  await until(() => system.length > 0, 'word about the subscription');
  return { channel, changes, system };
}

/**
 * Waits until a change made now has arrived at a listener of its own; changes are told in order, so whatever
 * was made before has arrived too or never will.
 */
export async function drained(backend: Backend): Promise<void> {
  const { changes, channel } = await listenTo(backend, [{ schema: 'public', table: 'drain' }]);
  await backend.sql`insert into public.drain default values`;
  await until(() => changes[0]?.length === 1, 'the drained stream');
  await channel.unsubscribe();
}

export const DRAIN_TABLE = `
  create table public.drain (id bigint generated always as identity primary key);
  alter publication supabase_realtime add table public.drain;
`;

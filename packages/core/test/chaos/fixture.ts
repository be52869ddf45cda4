// Everybody and everything of one run: two bad networks in front of one backend, visitors, browser tabs, and an agent who
// sits at each conversation. Owns the beginning and the end; refuses to break anything or to judge.
import { createAgent } from './agents.ts';
import type { BackendProcess } from './backend-process.ts';
import { History } from './history.ts';
import type { Person } from './person.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { startFaultProxy, type FaultProxy } from './proxy.ts';
import { createTabGroup, type TabGroup } from './tab-group.ts';
import { createVisitor } from './visitors.ts';
import type { Random } from '../../../../tools/test-kit/random.ts';
import { settled } from '../../../../tools/test-kit/until.ts';

export interface FixtureOptions {
  readonly backend: BackendProcess;
  readonly random: Random;
  readonly transport: 'broadcast' | 'postgres_changes';
  /** Browser tabs of one more visitor; none when absent. */
  readonly tabs?: number;
  /** To prove the checker. */
  readonly bug?: PlantedBug | undefined;
  readonly log: (line: string) => void;
}

export interface Fixture {
  readonly backend: BackendProcess;
  readonly random: Random;
  readonly history: History;
  readonly forVisitors: FaultProxy;
  readonly proxies: readonly FaultProxy[];
  readonly visitors: readonly Person[];
  /** The agent's, in the order of the visitors; one more for the tabs. */
  readonly seats: readonly Person[];
  readonly tabs: TabGroup | null;
  /** All of them. */
  readonly people: readonly Person[];
  readonly log: (line: string) => void;
  close(): Promise<void>;
}

/** Who reaches the backend how: two through the library's own client, one through a host page's supabase-js. */
const VISITORS = [
  { name: 'Ida', link: 'fetch' },
  { name: 'Tomás', link: 'fetch' },
  { name: 'Layla', link: 'client' },
] as const;

export async function openFixture(options: FixtureOptions): Promise<Fixture> {
  const { backend, random, transport, log } = options;
  const { publishableKey: key } = backend;
  const [tenant] = backend.tenants;
  const history = new History();
  const ends: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const openProxy = async (): Promise<FaultProxy> => {
    const proxy = await startFaultProxy({ upstream: backend.apiUrl, random: random.next });
    ends.push(() => proxy.close());
    return proxy;
  };
  try {
    const [forVisitors, forAgents] = [await openProxy(), await openProxy()];
    const common = { history, random: random.next, key, transport, url: forVisitors.url };
    const visitors = VISITORS.map(({ name, link }) => {
      const visitor = createVisitor({
        ...common,
        name,
        link,
        widgetId: tenant.widgetId,
        bug: options.bug,
      });
      ends.push(() => visitor.leave());
      return visitor;
    });
    const tabs = options.tabs
      ? await createTabGroup({ ...common, widgetId: tenant.widgetId, count: options.tabs, log })
      : null;
    if (tabs) ends.push(() => tabs.close());
    // Agents sit down where a conversation has begun.
    const first = [...visitors, ...(tabs ? tabs.people.slice(0, 1) : [])];
    await Promise.all(first.map((visitor) => visitor.say(`${visitor.name} says hello`)));
    const haveBegun = await settled(
      () => first.every((visitor) => visitor.shown().some((message) => message.seq === 1)),
      options.bug ? 5000 : 30_000,
    );
    // A planted bug may show itself before anybody provokes it.
    if (!haveBegun && !options.bug) throw new Error('the first messages never came back');
    await tabs?.openAll();
    const agent = await createAgent({ ...common, name: 'Mara', url: forAgents.url, tenant });
    ends.push(() => agent.leave());
    const seats = first.map((visitor) => agent.sit(visitor.sessionId));
    ends.push(...seats.map((seat) => () => seat.leave()));
    return {
      backend,
      random,
      history,
      forVisitors,
      proxies: [forVisitors, forAgents],
      visitors,
      seats,
      tabs,
      people: [...visitors, ...(tabs?.people ?? []), ...seats],
      log,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

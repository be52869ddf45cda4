// Risk: what an admin or the secret key may write has no end, or another one than is said; a report of no time, or of ages.
import { randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { assertEdges } from './support/edges.ts';
import type { Edge } from './support/edges.ts';
import { buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

const text = (length: number): string => 'x'.repeat(length);
const names: Pick<Edge, 'taken' | 'refused'> = { taken: ['x', text(120)], refused: [text(121), ' ', null] };
const roles: Pick<Edge, 'taken' | 'refused'> = { taken: ['admin', 'agent'], refused: ['owner', '', null] };
const address = (): string => `${randomUUID()}@example.com`;
/** One text that makes the object so many bytes long as PostgreSQL writes it. */
const padded = (key: string, bytes: number): Answer => ({
  [key]: `x${' '.repeat(bytes - `{"${key}": "x"}`.length)}`,
});
const reporting = (
  field: string,
  args: Edge['args'],
  taken: Edge['taken'],
  refused: Edge['refused'],
): Edge => ({
  rpc: 'report',
  args,
  taken,
  refused,
  field,
});

const EDGES: Readonly<Record<string, Edge>> = {
  'the name of a tenant': {
    by: 'service',
    rpc: 'create_tenant',
    args: (name: string) => ({ slug: randomUUID(), name }),
    // Without a name it is called by its slug.
    taken: ['x', text(120), ' ', null],
    refused: [text(121)],
    field: 'name',
  },
  'the slug of a tenant': {
    by: 'service',
    rpc: 'create_tenant',
    args: (slug: string) => ({ slug, name: 'x' }),
    taken: [randomUUID(), text(63)],
    refused: [text(64), 'A', '-a', '', null],
    field: 'slug',
  },
  'the name of a new agent': {
    by: 'service',
    rpc: 'add_agent',
    args: (display_name: string) => ({ tenant_id: world.tenant, user_id: world.outsider.id, display_name }),
    ...names,
    field: 'display_name',
  },
  'the role of a new agent': {
    by: 'service',
    rpc: 'add_agent',
    args: (role: string) => ({
      tenant_id: world.tenant,
      user_id: world.outsider.id,
      display_name: 'x',
      role,
    }),
    ...roles,
    field: 'role',
  },
  'the role of an agent': {
    by: 'admin',
    rpc: 'update_agent',
    args: (role: string) => ({ tenant_id: world.tenant, user_id: world.agent.id, changes: { role } }),
    ...roles,
    field: 'changes.role',
  },
  'a change of an agent': {
    by: 'admin',
    rpc: 'update_agent',
    args: (bytes: number) => ({
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: padded('display_name', bytes),
    }),
    taken: [4096],
    refused: [4097],
    field: 'changes',
  },
  'the name in an invitation': {
    by: 'admin',
    rpc: 'invite_agent',
    args: (display_name: string) => ({ tenant_id: world.tenant, email: address(), display_name }),
    // Without a name they are called by their address.
    taken: ['x', text(120), ' ', null],
    refused: [text(121)],
    field: 'display_name',
  },
  'the role in an invitation': {
    by: 'admin',
    rpc: 'invite_agent',
    args: (role: string) => ({ tenant_id: world.tenant, email: address(), role }),
    ...roles,
    field: 'role',
  },
  'the address in an invitation': {
    by: 'admin',
    rpc: 'invite_agent',
    args: (email: string) => ({ tenant_id: world.tenant, email }),
    taken: [address()],
    refused: ['x', ' ', null],
    field: 'email',
  },
  'the name of a new widget': {
    by: 'admin',
    rpc: 'create_widget',
    args: (name: string) => ({ tenant_id: world.tenant, name }),
    ...names,
    field: 'name',
  },
  'the name of a widget': {
    by: 'admin',
    rpc: 'update_widget',
    args: (name: string) => ({ widget_id: world.widget, changes: { name } }),
    ...names,
    field: 'changes.name',
  },
  'a change of a widget': {
    by: 'admin',
    rpc: 'update_widget',
    args: (bytes: number) => ({ widget_id: world.widget, changes: padded('name', bytes) }),
    taken: [200_000],
    refused: [200_001],
    field: 'changes',
  },
  'the time of a report': reporting(
    'until',
    (times: readonly (string | null)[]) => ({
      tenant_id: world.tenant,
      since: times[0],
      until: times[1],
      time_zone: 'UTC',
    }),
    [
      ['2025-01-01', '2025-01-02'],
      ['2025-01-01', '2026-02-05'],
      ['1900-01-01', '1900-01-02'],
      ['3999-12-31', '4000-01-01'],
    ],
    [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-02', '2025-01-01'],
      ['2025-01-01', '2026-02-05T00:00:01'],
      ['1899-12-31T23:59:59', '1900-01-02'],
      ['3999-12-31', '4000-01-01T00:00:01'],
      [null, '2025-01-01'],
      ['2025-01-01', null],
    ],
  ),
  'the time zone of a report': reporting(
    'time_zone',
    (time_zone: string) => ({ tenant_id: world.tenant, since: '2025-01-01', until: '2025-01-02', time_zone }),
    ['UTC', 'Europe/Oslo'],
    ['Oslo', '+02:00', '', null],
  ),
};

describe('what is written and asked', () => {
  assertEdges(() => world, EDGES);
});

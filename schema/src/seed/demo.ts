/**
 * Owns who and what the demo consists of: fixed ids, so that pages, tests and documents can name them.
 * The conversations themselves are JSON in the folder `seed`.
 */

/** A person who answers in the demo. Make the Auth user first, then pass its id to `seedDemo`. */
export interface DemoAgent {
  readonly email: string;
  readonly password: string;
  readonly role: 'agent' | 'admin';
  readonly name: string;
  readonly tenantId: string;
  /** A file of the landing page's folder; who has none is shown by their initials. */
  readonly picture?: string;
}

const tenantId = 'f7e11a05-0c4b-4b1e-9a51-3c2b7d9e0001';
const secondTenantId = '10e47c1e-5a2d-4f0b-8c63-6d1f9b2a0002';

const agents: readonly DemoAgent[] = [
  {
    email: 'mara@fjellhus.example',
    password: 'fjellhus-demo',
    role: 'admin',
    name: 'Mara',
    tenantId,
    picture: 'team-mara.svg',
  },
  {
    email: 'jonas@fjellhus.example',
    password: 'fjellhus-demo',
    role: 'agent',
    name: 'Jonas',
    tenantId,
    picture: 'team-jonas.svg',
  },
  {
    email: 'aiko@fjellhus.example',
    password: 'fjellhus-demo',
    role: 'agent',
    name: 'Aiko',
    tenantId,
    picture: 'team-aiko.svg',
  },
  {
    email: 'nadia@lumencycles.example',
    password: 'lumen-demo',
    role: 'admin',
    name: 'Nadia',
    tenantId: secondTenantId,
  },
  {
    email: 'theo@lumencycles.example',
    password: 'lumen-demo',
    role: 'agent',
    name: 'Theo',
    tenantId: secondTenantId,
  },
];

/** Fjellhus rents cabins and comes first; Lumen Cycles sells e-bikes and must see nothing of Fjellhus. */
export const demo = {
  tenantId,
  widgetId: 'f7e11a05-0c4b-4b1e-9a51-3c2b7d9e1001',
  secondTenantId,
  secondWidgetId: '10e47c1e-5a2d-4f0b-8c63-6d1f9b2a1002',
  agents,
} as const;

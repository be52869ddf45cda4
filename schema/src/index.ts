/**
 * The SQL of Global Chat for programs: the migrations, their version, and the demo's people and conversations.
 * Runs nothing by itself; whoever calls brings the connection.
 */
export { migrations } from './migrations.ts';
export type { Migration } from './migrations.ts';
export { schemaVersion } from './version.ts';
export { demo } from './seed/demo.ts';
export type { DemoAgent } from './seed/demo.ts';
export { seedDemo } from './seed/seed-demo.ts';
export type { SeedOptions, SeedSql } from './seed/seed-demo.ts';

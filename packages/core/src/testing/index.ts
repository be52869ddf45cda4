// @globalchat/core/testing: a backend, a browser and a clock in memory, for tests of what is built on core.

export {
  buildAgent,
  buildCannedReply,
  buildInboxSession,
  buildMembership,
  buildMessage,
  buildNote,
  buildSession,
  buildWidgetConfig,
  BUILT_AT,
} from './builders.ts';
export { createManualClock } from './manual-clock.ts';
export type { ManualClock } from './manual-clock.ts';
export { createMemoryBackend } from './memory-backend/memory-backend.ts';
export type { MemoryBackend, MemoryBackendOptions } from './memory-backend/memory-backend.ts';
export type { MemoryAgentTransport } from './memory-backend/agent-transport.ts';
export type { MemoryCaller, MemoryChange } from './memory-backend/caller.ts';
export type { MemoryDatabase } from './memory-backend/database.ts';
export { createMemoryBrowser, createMemoryEnvironment, createMemoryTabs } from './memory-environment.ts';
export type { MemoryBrowser, MemoryEnvironment, MemoryEnvironmentOptions } from './memory-environment.ts';
export type { FailureOptions, MemoryFaults } from './memory-backend/faults.ts';
export type { MemoryTenant } from './memory-backend/tables.ts';
export type { MemoryTeam } from './memory-backend/team.ts';
export type { MemoryVisitorTransport } from './memory-backend/visitor-transport.ts';
export { createScene } from './scene.ts';
export type { Scene, SceneAgent, SceneVisitor } from './scene.ts';

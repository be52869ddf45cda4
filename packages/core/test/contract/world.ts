// What a contract case needs of the backend behind the transports, whichever it is, and how a list of cases is run.

import { test } from 'node:test';
import type { AgentTransport } from '../../src/transport/transport.ts';
import type { VisitorActor, VisitorOptions } from '../actors.ts';

export interface Site {
  readonly tenantId: string;
  readonly widgetId: string;
  /** The admin of its team. */
  readonly agent: { readonly id: string; readonly name: string };
}

/** Two sites, the people of each, and what an owner can do about the first of them. */
export interface ContractWorld {
  readonly acme: Site;
  readonly globex: Site;
  /** A new browser on a page of the first site. Closed with the world, as everybody here. */
  readonly visitor: (options?: VisitorOptions) => VisitorActor;
  /** The admin of the first site. */
  readonly agent: AgentTransport;
  /** The admin of the second one. */
  readonly rival: AgentTransport;
  /** Somebody new in the first team, or in both. */
  readonly newAgent: (
    teams?: readonly Site[],
  ) => Promise<{ readonly id: string; readonly agent: AgentTransport }>;
  /** The admin of the first site at another desk, where they can sign out. */
  readonly secondDesk: () => Promise<{
    readonly agent: AgentTransport;
    readonly signOut: () => Promise<void>;
  }>;
  /** Somebody who is no agent; at first not even signed in. */
  readonly nobody: () => { readonly agent: AgentTransport; readonly signIn: () => Promise<void> };

  readonly changeWidget: () => Promise<void>;
  readonly allowPages: (allowed: boolean) => Promise<void>;
  readonly allowFiles: (allowed: boolean) => Promise<void>;
  /** For how long visitors may change what they wrote. */
  readonly allowEditing: (minutes: number) => Promise<void>;
  readonly addCannedReply: (shortcut: string, content: string, ownerId: string | null) => Promise<void>;
  /** A message beside the launcher. */
  readonly addTrigger: (id: string, message: string) => Promise<void>;
  readonly block: (sessionId: string, blocked: boolean) => Promise<void>;
  /** A token that proves these claims. */
  readonly identityToken: (claims: {
    readonly sub: string;
    readonly name?: string;
    readonly email?: string;
  }) => Promise<string>;
  readonly close: () => void;
}

export type ContractCases = Readonly<Record<string, (world: ContractWorld) => Promise<void>>>;

/** Runs all cases but those that a backend leaves out on purpose, each with its reason. */
export function runCases(
  cases: ContractCases,
  world: () => ContractWorld,
  leftOut: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(leftOut)) {
    if (!Object.hasOwn(cases, name)) throw new Error(`There is no contract case to leave out: ${name}`);
  }
  for (const [name, run] of Object.entries(cases)) {
    if (!Object.hasOwn(leftOut, name)) test(name, () => run(world()));
  }
}

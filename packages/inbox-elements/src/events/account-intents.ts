// Intents about who is at the inbox. A password lives no longer than its event.
import type { AgentAvailability } from '@globalchat/core';
import { IntentEvent } from './intent-event.ts';

/** `gc-sign-in`: sign in with e-mail and password. */
export class GcSignInEvent extends IntentEvent {
  readonly email: string;
  readonly password: string;

  constructor(email: string, password: string) {
    super('gc-sign-in');
    this.email = email;
    this.password = password;
  }
}

/** `gc-sign-out`: end this browser's session. */
export class GcSignOutEvent extends IntentEvent {
  constructor() {
    super('gc-sign-out');
  }
}

/** `gc-change-tenant`: work for another tenant that this agent belongs to. */
export class GcChangeTenantEvent extends IntentEvent {
  readonly tenantId: string;

  constructor(tenantId: string) {
    super('gc-change-tenant');
    this.tenantId = tenantId;
  }
}

/** `gc-set-availability`: be online, away or off for visitors from now on. */
export class GcSetAvailabilityEvent extends IntentEvent {
  readonly availability: AgentAvailability;

  constructor(availability: AgentAvailability) {
    super('gc-set-availability');
    this.availability = availability;
  }
}

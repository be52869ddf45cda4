// What every visitor's transport must do, over both links, against the real backend.

import { after, before, describe } from 'node:test';
import { LINKS } from '../../../test/actors.ts';
import { startBackend } from '../../../test/backend.ts';
import type { Backend } from '../../../test/backend.ts';
import { CHANNEL_CASES } from '../../../test/contract/channel-cases.ts';
import { EVENT_CASES } from '../../../test/contract/event-cases.ts';
import { FILE_CASES } from '../../../test/contract/file-cases.ts';
import { MESSAGE_CASES } from '../../../test/contract/message-cases.ts';
import { PERSON_CASES } from '../../../test/contract/person-cases.ts';
import { createSupabaseWorld } from '../../../test/contract/supabase-world.ts';
import { VISITOR_CASES } from '../../../test/contract/visitor-cases.ts';
import { runCases } from '../../../test/contract/world.ts';
import type { ContractWorld } from '../../../test/contract/world.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 50 } } });
});
after(() => backend?.stop());

for (const kind of LINKS) {
  describe(`a visitor over the ${kind} link`, () => {
    let world: ContractWorld;
    before(async () => {
      world = await createSupabaseWorld(backend, kind);
    });
    after(() => world?.close());

    runCases(
      {
        ...VISITOR_CASES,
        ...CHANNEL_CASES,
        ...MESSAGE_CASES,
        ...PERSON_CASES,
        ...EVENT_CASES,
        ...FILE_CASES,
      },
      () => world,
    );
  });
}

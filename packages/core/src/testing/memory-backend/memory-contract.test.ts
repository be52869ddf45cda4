// The backend in memory does what the real one does, case by case.

import { describe } from 'node:test';
import { AGENT_CASES } from '../../../test/contract/agent-cases.ts';
import { CHANNEL_CASES } from '../../../test/contract/channel-cases.ts';
import { EVENT_CASES } from '../../../test/contract/event-cases.ts';
import { FILE_CASES } from '../../../test/contract/file-cases.ts';
import { createMemoryWorld } from '../../../test/contract/memory-world.ts';
import { MESSAGE_CASES } from '../../../test/contract/message-cases.ts';
import { PERSON_CASES } from '../../../test/contract/person-cases.ts';
import { TEAM_CASES } from '../../../test/contract/team-cases.ts';
import { VISITOR_CASES } from '../../../test/contract/visitor-cases.ts';
import { runCases } from '../../../test/contract/world.ts';

const LEFT_OUT = {
  'says in debug mode what becomes of a channel': 'there is no Realtime whose status lines could be logged',
};

describe('a visitor of the backend in memory', () => {
  const world = createMemoryWorld();
  runCases(
    { ...VISITOR_CASES, ...CHANNEL_CASES, ...MESSAGE_CASES, ...PERSON_CASES, ...EVENT_CASES, ...FILE_CASES },
    () => world,
    LEFT_OUT,
  );
});

describe('an agent of the backend in memory', () => {
  const world = createMemoryWorld();
  runCases({ ...AGENT_CASES, ...TEAM_CASES }, () => world);
});

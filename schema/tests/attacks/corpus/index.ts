/** Every attack, by subject. */
import type { Subject } from '../runner/attack.ts';
import { BLOCKS } from './blocks.ts';
import { CONVERSATIONS } from './conversations.ts';
import { CREDENTIALS } from './credentials.ts';
import { EDITS } from './edits.ts';
import { ERASURE } from './erasure.ts';
import { FILES } from './files.ts';
import { IDENTITY } from './identity.ts';
import { INVITATIONS } from './invitations.ts';
import { LEAVING } from './leaving.ts';
import { LIMITS } from './limits.ts';
import { NOTES } from './notes.ts';
import { ORACLES } from './oracles.ts';
import { SEARCH_EXPORT } from './search-export.ts';
import { SIGNED_UPLOADS } from './signed-uploads.ts';
import { TABLES } from './tables.ts';
import { TEAM } from './team.ts';
import { TEXT } from './text.ts';
import { TOPICS } from './topics.ts';
import { UPLOADS } from './uploads.ts';
import { WIDGETS } from './widgets.ts';

export const CORPUS: readonly Subject[] = [
  TABLES,
  CONVERSATIONS,
  EDITS,
  IDENTITY,
  BLOCKS,
  LIMITS,
  FILES,
  UPLOADS,
  SIGNED_UPLOADS,
  TOPICS,
  NOTES,
  SEARCH_EXPORT,
  TEAM,
  INVITATIONS,
  ERASURE,
  TEXT,
  WIDGETS,
  ORACLES,
  CREDENTIALS,
  LEAVING,
];

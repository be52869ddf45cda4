// Which commands there are, in the order of the help.

import type { Command } from './command.ts';
import { dev } from './dev/dev.ts';
import { schema } from './schema/schema.ts';
import { snippet } from './snippet/snippet.ts';

export const commands: readonly Command[] = [dev, schema, snippet];

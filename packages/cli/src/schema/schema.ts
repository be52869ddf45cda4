// `globalchat schema`: the SQL, to paste or to pipe.
import { parseArgs } from 'node:util';
import { migrations, schemaVersion } from '@globalchat/schema';
import type { Command } from '../command.ts';

export const schema: Command = {
  name: 'schema',
  usage: 'schema [--list]',
  summary: 'Print the SQL that sets up a project; it can be run again at any time.',
  options: ['  --list         name the migrations instead'],
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { list: { type: 'boolean', default: false } } });
    const files = await migrations();
    if (values.list)
      console.log([...files.map((file) => file.name), `version ${String(schemaVersion)}`].join('\n'));
    else console.log(files.map((file) => `-- ${file.name}\n${file.sql}`).join('\n'));
  },
};

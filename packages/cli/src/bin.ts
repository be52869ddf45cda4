#!/usr/bin/env node
// The `globalchat` command. Help and the exit code; each command is a module of its own.
import { readFile } from 'node:fs/promises';
import { CommandError } from './command.ts';
import { commands } from './commands.ts';

function help(): string {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map((command) => `  globalchat ${command.usage.padEnd(width)}  ${command.summary}`);
  return [
    'Usage:',
    ...lines,
    '  globalchat --version',
    '',
    'globalchat COMMAND --help says more about one.',
  ].join('\n');
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return console.log(help());
  if (name === '--version' || name === '-v') return console.log(await version());
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new CommandError(`There is no command "${name}".\n\n${help()}`);
  if (args.includes('--help') || args.includes('-h')) {
    return console.log(
      [`globalchat ${command.usage}`, '', command.summary, '', ...command.options].join('\n'),
    );
  }
  await command.run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof Error && ('code' in error || error instanceof CommandError);
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});

// What a command is, and the error whose message is meant for the person at the terminal.

export interface Command {
  readonly name: string;
  /** As typed after `globalchat`, with the most important options. */
  readonly usage: string;
  readonly summary: string;
  /** One line each. */
  readonly options: readonly string[];
  run(args: readonly string[]): Promise<void>;
}

/** Something the person can mend: printed without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** A port given on the command line; 0 stands for any free one. */
export function parsePort(option: string, value: string): number {
  const port = Number(value);
  if (value.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommandError(`--${option} must be a port number, not "${value}".`);
  }
  return port;
}

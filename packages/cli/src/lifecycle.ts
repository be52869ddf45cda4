// How a long-running command ends: everything started is stopped, newest first, on Ctrl-C as on a failure.

export interface Lifecycle {
  /** Remembers what must be undone. */
  add(stop: () => Promise<void>): void;
  /** Stops everything once; later calls wait for the same end. */
  stop(): Promise<void>;
}

/** Listens to the signals that end a process. `exit` is called after everything has stopped. */
export function createLifecycle(exit: (code: number) => void = (code) => process.exit(code)): Lifecycle {
  const stops: (() => Promise<void>)[] = [];
  let ending: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.reverse()) {
      // One part that fails to stop must not keep the others running.
      await stop().catch((error: unknown) => console.error(error));
    }
  };
  const lifecycle: Lifecycle = {
    add: (stop) => void stops.push(stop),
    stop: () => (ending ??= stopAll()),
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void lifecycle.stop().then(() => exit(0)));
  }
  return lifecycle;
}

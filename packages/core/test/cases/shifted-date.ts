// Hours that pass at once for everything in this process: clients, Auth and Realtime. PostgreSQL keeps its own time.
const RealDate = Date;

/** Moves the time of day; returns the way back. */
export function shiftDate(milliseconds: number): () => void {
  const now = (): number => RealDate.now() + milliseconds;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: [number | string] | []) => new target(given.length === 0 ? now() : given[0]),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  return () => void (globalThis.Date = RealDate);
}

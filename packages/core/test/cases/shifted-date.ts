// Hours that pass at once for everything in this process: clients, Auth and Realtime. PostgreSQL keeps its own time.
// Importing it puts a Date in place that can be moved: whoever keeps a reference to `Date.now` moves along.
const RealDate = Date;
let offset = 0;

const now = (): number => RealDate.now() + offset;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: [number | string] | []) => new target(given.length === 0 ? now() : given[0]),
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});

/** Moves the time of day; returns the way back. */
export function shiftDate(milliseconds: number): () => void {
  offset = milliseconds;
  return () => void (offset = 0);
}

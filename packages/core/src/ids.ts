// Ids made by the client: UUID version 7, so that they sort by the time they were made.
// Owns the layout and the order within one source; refuses to share a counter between instances.

/** Makes one id after another; each sorts after the one before, also when the clock stands still or goes back. */
export type IdSource = () => string;

const COUNTER_LIMIT = 0x1000;

/** @param now Epoch milliseconds. */
export function createIdSource(now: () => number): IdSource {
  let lastTime = 0;
  let counter = 0;

  return () => {
    const time = now();
    if (time > lastTime) {
      lastTime = time;
      counter = 0;
    } else if (++counter === COUNTER_LIMIT) {
      // 4,096 ids in one millisecond: borrow from the next one instead of waiting.
      lastTime += 1;
      counter = 0;
    }
    const tail = crypto.getRandomValues(new Uint8Array(8));
    // The variant bits `10` that RFC 9562 asks for.
    tail[0] = 0x80 | ((tail[0] ?? 0) & 0x3f);
    const stamp = hex(lastTime, 12);
    const random = [...tail].map((byte) => hex(byte, 2)).join('');
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(counter, 3)}-${random.slice(0, 4)}-${random.slice(4)}`;
  };
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}

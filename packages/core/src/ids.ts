// Ids made by the client: UUID version 7, so that they sort by the time they were made.
// Owns the layout and the order within one source.

/** Makes one id after another; each sorts after the one before, also when the clock stands still or goes back. */
export type IdSource = () => string;

const IDS_PER_MILLISECOND = 0x1000;

/** @param now Epoch milliseconds. */
export function createIdSource(now: () => number): IdSource {
  let lastTime = 0;
  let counter = 0;

  return () => {
    const time = now();
    if (time > lastTime) {
      lastTime = time;
      counter = 0;
    } else if (++counter === IDS_PER_MILLISECOND) {
      // 4,096 ids in one millisecond: borrow from the next one instead of waiting.
      lastTime += 1;
      counter = 0;
    }
    const random = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => hex(byte, 2)).join('');
    // The version 7, and the variant bits `10` that RFC 9562 asks for.
    const variant = hex(8 + (parseInt(random[0] ?? '0', 16) & 3), 1);
    const digits = hex(lastTime, 12) + '7' + hex(counter, 3) + variant + random.slice(1);
    return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}

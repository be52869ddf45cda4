/** Positions in the write-ahead log, which order commits. */

/** `16/B374D848` as a number. */
export function walPosition(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

// How well one colour reads on another, as WCAG 2.2 counts it. Knows hex colours only: the form the database stores.

const HEX_COLOR = /^#[\da-f]{6}$/i;

/** Relative luminance, 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21, or null when either is not a hex colour. */
export function contrast(first: string | undefined, second: string | undefined): number | null {
  if (!first || !second || !HEX_COLOR.test(first) || !HEX_COLOR.test(second)) return null;
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

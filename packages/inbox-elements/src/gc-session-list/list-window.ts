// Which rows of a long list exist in the DOM: the arithmetic.

/** Rows beyond each edge, so that a fast scroll meets drawn rows. */
const OVERSCAN_ROWS = 6;

export interface ListWindow {
  /** Index of the first row. */
  readonly start: number;
  /** Index after the last row. */
  readonly end: number;
}

/** @param rowHeight Pixels, the same for every row. */
export function listWindow(count: number, rowHeight: number, scrollTop: number, height: number): ListWindow {
  const first = Math.floor(scrollTop / rowHeight) - OVERSCAN_ROWS;
  const last = Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN_ROWS;
  return { start: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(count, last)) };
}

/** The rows to draw: those of the window, and the one with the keyboard, which would lose the focus were it taken out. */
export function drawnRows({ start, end }: ListWindow, active: number, count: number): readonly number[] {
  const rows = Array.from({ length: end - start }, (_, offset) => start + offset);
  if (active < start) return [active, ...rows];
  return active >= end && active < count ? [...rows, active] : rows;
}

/** Where to scroll so that row `index` is in sight; `scrollTop` itself when it is already. */
export function scrollTopFor(index: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}

/** By how many rows a key moves the focus; null for any other key. */
export function stepOf(key: string, page: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  return steps[key] ?? null;
}

// An owner's pattern of addresses, such as `/seasons/*`. `*` is any text, and nothing else is special: there is one way to
// look for what stands between two stars, so that no pattern takes longer than the address is long.

type Address = Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>;

/**
 * Whether a page's address is of that pattern. One that starts with `/` is compared with the path, any other with the
 * whole address; a query or a fragment counts where the pattern names one, a slash at the end of the path never.
 */
export function matchesAddress(pattern: string, { origin, pathname, search, hash }: Address): boolean {
  // As browsers write addresses.
  const wanted = pattern.replace(/[^!-~]+/g, encodeURIComponent);
  const start = wanted.startsWith('/') ? '' : origin;
  const end = (wanted.includes('?') ? search : '') + (wanted.includes('#') ? hash : '');
  const path = pathname.replace(/\/$/, '');
  return [path, `${path}/`].some((spelling) => matches(wanted, start + spelling + end));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

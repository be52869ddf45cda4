// What a person's face is made of: initials, a hue, and an address that may become a picture. Draws nothing.

/** Up to two letters: of the first and last word, or the two first of a word with digits ("Visitor 4F2A" is 4F). */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const last = words.at(-1);
  if (last === undefined) return '';
  const picked = /\d/.test(last)
    ? letters(last, 2)
    : letters(words[0] ?? '', 1) + (words.length > 1 ? letters(last, 1) : '');
  return picked.toLocaleUpperCase();
}

function letters(word: string, count: number): string {
  const found = word.match(/[\p{L}\p{N}]\p{M}*/gu) ?? [];
  return found.slice(0, count).join('');
}

/** The same name has the same hue, everywhere. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 7 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}

/** Only https, or http of the page's own origin; so no `data:`, no `javascript:`, no mixed content. */
export function safePictureUrl(url: string | null): string | null {
  if (!url || !URL.canParse(url, location.href)) return null;
  const { protocol, origin, href } = new URL(url, location.href);
  return protocol === 'https:' || (protocol === 'http:' && origin === location.origin) ? href : null;
}

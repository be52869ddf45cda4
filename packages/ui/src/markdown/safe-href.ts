// Which addresses a message may link to, and what is shown of them: http, https and mailto; everything else is text.

/** The normalized address, without a user's name before the host; null when it must not become a link. */
export function safeHref(address: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  // "https://bank.example@evil.example" opens evil.example.
  url.username = url.password = '';
  return url.href;
}

/** Where a link really goes: the host as the network knows it, or the address that a mail is for. */
export function targetOf(href: string): string {
  const { host, pathname } = new URL(href);
  return host || pathname;
}

/** What is shown of an address that has no label: as it was written, unless it reads as another one. */
export function shownAddress(address: string, href: string): string {
  const start = new URL(href).origin;
  const isPlain = address.toLowerCase().startsWith(start) && /^(?:[/?#]|$)/.test(address.slice(start.length));
  return isPlain && !HIDDEN_CHARACTERS.test(address) ? address : href;
}

const HIDDEN_CHARACTERS = /[\p{Cc}\p{Cf}\p{DI}]/u;
const HIDDEN_OR_MARKER = /[\p{Cf}\p{DI}*_`]/gu;
/** Full stops of other scripts that addresses are read with. */
const FOREIGN_FULL_STOPS = /[\u3002\u06d4\u0701\u0702\ua4f8]/g;
/** "name.ending", or four numbers. */
const NAMES_HOST = /[^\s.]\.\p{L}[\p{L}\p{N}-]+$|^\d+(?:\.\d+){3}$/u;

/** True when a link's label reads as the address of another host than its target: the way phishing is written. */
export function disguises(label: string, href: string): boolean {
  const target = withoutWww(new URL(`http://${targetOf(href)}`).host);
  const words = label
    .replace(HIDDEN_OR_MARKER, '')
    .normalize('NFKC')
    .replace(FOREIGN_FULL_STOPS, '.')
    .replace(/\s+/g, ' ')
    // "bank . example" is no sentence, and "https: // bank.example" neither.
    .replace(/ ?([./:]) ?(?=[\p{Ll}\p{N}/])| (?=[.:/])/gu, '$1')
    .toLowerCase()
    .split(/[\s,;()<>[\]{}"'|«»“”‘’]+/);
  return words.some((word) => {
    const isAddress = /^https?:/.test(word);
    const rest = word.replace(isAddress ? /^https?:[/\\]*/ : /^[^.@]*[:/\\]/, '');
    const authority = rest.replace(/[/?#\\].*$/, '').replace(/(?<![.:!])[.:!]+$/, '');
    const name = authority.replace(/:\d+$/, '');
    if (authority === '' || !(isAddress || NAMES_HOST.test(name))) return false;
    const isMail = href.startsWith('mailto:');
    return (!isMail && /^[^/?#]*@/.test(rest)) || hostOf(authority) !== target;
  });
}

function hostOf(authority: string): string | null {
  const address = `http://${authority}`;
  return URL.canParse(address) ? withoutWww(new URL(address).host) : null;
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

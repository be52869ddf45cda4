// What an agent is told about where a visitor writes from: the page and a rough idea of the device. Sent with the first
// message of a conversation and never before; nothing in it tells one visitor from another.

/** Values are cut so that all of it stays below the database's 2 KB. */
const MAX_METADATA_VALUE_CHARACTERS = 300;

/** The first name whose mark is in the user agent's text; the order matters, since browsers claim to be each other. */
const BROWSER_MARKS = {
  Edge: /Edg/,
  Opera: /OPR/,
  'Samsung Internet': /SamsungBrowser/,
  Firefox: /Firefox|FxiOS/,
  Chrome: /Chrom|CriOS/,
  Safari: /Safari/,
};
const SYSTEM_MARKS = {
  Windows: /Windows/,
  Android: /Android/,
  iOS: /iPhone|iPad|iPod/,
  macOS: /Mac OS/,
  ChromeOS: /CrOS/,
  Linux: /Linux/,
};

function nameOf(marks: Readonly<Record<string, RegExp>>, agent: string): string | undefined {
  return Object.entries(marks).find(([, mark]) => mark.test(agent))?.[0];
}

/**
 * Known keys of docs/protocol.md; what is empty is left out.
 * @param trigger The message beside the launcher that is answered.
 */
export function visitorMetadata(trigger?: string): Record<string, string> {
  const agent = navigator.userAgent;
  const all = {
    trigger,
    page_url: location.href,
    page_title: document.title,
    referrer: document.referrer,
    locale: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    browser: nameOf(BROWSER_MARKS, agent),
    os: nameOf(SYSTEM_MARKS, agent),
    device: matchMedia('(pointer: coarse)').matches ? 'phone' : 'computer',
  };
  const told: Record<string, string> = {};
  for (const [key, value] of Object.entries(all)) {
    // Half a character at the end is no text to the database, which would refuse the conversation.
    if (value) told[key] = value.slice(0, MAX_METADATA_VALUE_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  }
  return told;
}

// Which addresses a message may link to. Owns the allow-list: http, https, mailto; everything else is text.

/** The normalized address, or null when it must not become a link. */
export function safeHref(address: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href;
}

/** True when a link's label names another host than its target: the way phishing is written. */
export function disguises(label: string, href: string): boolean {
  return /https?:|www\./i.test(label) && !label.toLowerCase().includes(new URL(href).host);
}

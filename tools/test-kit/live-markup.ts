// Whether anything that is drawn could run, load or lead where no text may.

/** Never drawn by us, whoever wrote what. */
const FORBIDDEN =
  'script, iframe, frame, frameset, object, embed, applet, portal, base, meta, link, form[action], math, marquee, foreignObject, animate, set, use, [formaction], [srcdoc], [ping]';
const ADDRESSES = ['href', 'src', 'srcset', 'action', 'poster', 'data', 'xlink:href', 'background', 'cite'];
const HARMLESS_ADDRESS = /^(https?:|mailto:|tel:|#|blob:|data:image\/(png|jpeg|gif|webp)[;,]|\/|$)/;

/** Every element below, through open shadow roots. */
export function* allElements(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* allElements(element.shadowRoot);
  }
}

/** What is alive below `root`, in words; none when it is all text. */
export function liveMarkup(root: ParentNode): string[] {
  const found: string[] = [];
  for (const element of allElements(root)) {
    if (element.matches(FORBIDDEN)) found.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`<${element.localName} ${name}>`);
      if (ADDRESSES.includes(name) && !HARMLESS_ADDRESS.test(value.trim()))
        found.push(`<${element.localName} ${name}="${value}">`);
    }
  }
  if ('hacked' in globalThis) found.push('a script ran');
  return found;
}

// Back to the message that was read. Older ones come as they do for a reader who scrolls up, page by page, and not for ever.

/** More than that nobody waits for. */
const MAX_STEPS = 20;

/** @param place The id of a message and its distance from the upper edge, as somebody may have written it. */
export function returnToPlace(root: ShadowRoot, place: unknown, signal: AbortSignal): void {
  if (!Array.isArray(place)) return;
  const [id, top] = place as readonly unknown[];
  let steps = 0;
  const scrollTo = (scroller: Element, offset: number): void => {
    scroller.scrollTop = offset;
    // At once: a render before the browser's own event would go back to the end.
    scroller.dispatchEvent(new Event('scroll'));
  };
  const lifetime = new AbortController();
  const view = root.querySelector('.view');
  const step = (): void => {
    const scroller = root.querySelector('.transcript');
    if (!scroller?.clientHeight || !scroller.querySelector('[data-id]')) return;
    const message = [...scroller.querySelectorAll<HTMLElement>('[data-id]')].find(
      ({ dataset }) => dataset['id'] === id,
    );
    if (message) {
      stop();
      const at = message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      scrollTo(scroller, scroller.scrollTop + at - Number(top));
    } else if (++steps > MAX_STEPS || !scroller.querySelector('.older')) {
      scrollTo(scroller, scroller.scrollHeight);
      stop();
    } else scrollTo(scroller, 0);
  };
  const observer = new MutationObserver(step);
  const stop = (): void => {
    observer.disconnect();
    lifetime.abort();
  };
  if (!view) return;
  observer.observe(view, { childList: true, subtree: true });
  // Whoever scrolls is elsewhere already.
  for (const type of ['wheel', 'pointerdown', 'keydown'])
    view.addEventListener(type, stop, { signal: lifetime.signal });
  signal.addEventListener('abort', stop, { signal: lifetime.signal });
  step();
}

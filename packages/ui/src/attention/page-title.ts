// The count before the page's title. The title belongs to the page: all who count on it share one object, also those of
// another copy of this code; a title that the page set meanwhile is never lost, nor fought for.

/** Copies of this code on one page meet here, whatever their version: only what is in this interface. */
export interface PageTitle {
  /** How many messages this one counts; zero ends its part. */
  set(counter: object, count: number): void;
}

const PAGE_TITLE_KEY = Symbol.for('@globalchat/page-title');

/** A page that sets its title again and again, in milliseconds: the count comes back, but never in a loop with it. */
const TITLE_RESTORE_INTERVAL_MS = 250;

export function pageTitle(): PageTitle {
  const shared = document as Document & { [PAGE_TITLE_KEY]?: PageTitle };
  return (shared[PAGE_TITLE_KEY] ??= createPageTitle());
}

function createPageTitle(): PageTitle {
  const counts = new Map<object, number>();
  /** The page's own title, and what was made of it; null while nothing is shown. */
  let own = '';
  let written: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What the page means by a title that is not ours: it may have been made from ours. */
  const meant = (title: string): string =>
    own !== '' && written !== null ? title.replace(written, () => own) : title;

  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (written === null || document.title !== written) own = meant(document.title);
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    document.title = `(${count > 99 ? '99+' : count}) ${own}`;
    // As the document gives it back.
    written = document.title;
  };

  const observer = new MutationObserver(() => {
    if (document.title !== written) timer ??= setTimeout(write, TITLE_RESTORE_INTERVAL_MS);
  });

  const end = (): void => {
    Reflect.deleteProperty(document, PAGE_TITLE_KEY);
    if (written === null) return;
    clearTimeout(timer);
    timer = undefined;
    observer.disconnect();
    const title = document.title === written ? own : meant(document.title);
    if (document.title !== title) document.title = title;
    written = null;
  };

  return {
    set(counter, count) {
      if (count > 0) counts.set(counter, count);
      else counts.delete(counter);
      if (counts.size === 0) return end();
      if (written === null)
        observer.observe(document.head, { childList: true, subtree: true, characterData: true });
      write();
    },
  };
}

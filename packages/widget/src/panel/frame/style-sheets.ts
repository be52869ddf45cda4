// The style sheets of the shadow root, in order: the launcher's, the shared ones, those of lazy modules as they come,
// and last the theme, so that an owner's colours win over the defaults.

import type { CSSResult, CSSResultGroup } from 'lit';

export interface StyleSheets {
  /** Adds each style sheet once. */
  adopt(styles: CSSResultGroup): void;
  /** Replaces the rules of the theme; the same text costs nothing. */
  setTheme(themeText: string): void;
  /** Leaves the launcher's sheet alone. */
  remove(): void;
}

export function createStyleSheets(root: ShadowRoot, shared: CSSResultGroup): StyleSheets {
  const [launcher] = root.adoptedStyleSheets as [CSSStyleSheet];
  const theme = new CSSStyleSheet();
  const adopted = new Set<CSSStyleSheet>();
  let rules = '';
  let removed = false;
  const adopt = (styles: CSSResultGroup): void => {
    for (const { styleSheet } of [styles].flat(9) as CSSResult[]) if (styleSheet) adopted.add(styleSheet);
    // A module may come when the panel is gone.
    if (!removed) root.adoptedStyleSheets = [launcher, ...adopted, theme];
  };
  adopt(shared);
  return {
    adopt,
    setTheme(next) {
      if (next === rules) return;
      rules = next;
      theme.replaceSync(next);
    },
    remove() {
      removed = true;
      root.adoptedStyleSheets = [launcher];
    },
  };
}

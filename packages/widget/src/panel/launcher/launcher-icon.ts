// The launcher's icon when the owner chose another one than the speech bubble; pages with the default never load it. A
// picture comes from an https address only, whose server is told nothing about the page.

import type { CSSResultGroup } from 'lit';

/** None: what is drawn carries its own. */
export const styles: CSSResultGroup = [];

/** Solid shapes on the launcher's 28 px grid. */
const ICON_PATHS: ReadonlyMap<string | null, string> = new Map([
  [
    'help',
    'M9 10.5a5 5 0 1 1 7.4 4.4c-1 .6-1.2 1-1.2 2.1v.5h-2.6V17c0-2 .8-3.2 2.3-4.1a2.4 2.4 0 1 0-3.6-2.4zM12.4 19.5h3v3h-3z',
  ],
  [
    'wave',
    'M9 14V8.4a1.4 1.4 0 0 1 2.8 0V12h.6V6.4a1.4 1.4 0 0 1 2.8 0V12h.6V7.4a1.4 1.4 0 0 1 2.8 0V12h.6V10a1.4 1.4 0 0 1 2.8 0v7a7 7 0 0 1-13 3.6l-4-6.4a1.5 1.5 0 0 1 2.5-1.7z',
  ],
  ['mail', 'M4 7h20v2.2l-10 6.3L4 9.2zM4 11.4V21h20v-9.6l-10 6.3z'],
]);

/** Over the middle of the mark, in the launcher's corner of the host. */
const PICTURE_STYLE =
  'position:absolute;inset:calc((var(--gc-launcher-size,56px) - 28px)/2) auto auto;inset-inline-start:14px;inline-size:28px;block-size:28px;object-fit:contain;pointer-events:none';

/**
 * Draws `help`, `wave`, `mail` or the picture at an https address; anything else leaves the speech bubble.
 * Returns the way back to it.
 */
export function drawLauncherIcon(launcher: HTMLElement, icon: string | null): () => void {
  const { style } = launcher;
  // Drawn before the panel came: what is there, or was asked for in vain, is not asked for again.
  const earlier = launcher.parentNode?.querySelector<HTMLImageElement>('.picture');
  const isSame = earlier?.getAttribute('src') === icon;
  if (!isSame) earlier?.remove();
  const shape = ICON_PATHS.get(icon);
  if (shape) style.setProperty('--_icon', `path('${shape}')`);
  // The element writes the launcher's label, and with it all of its content: the picture stands beside it.
  const picture = (isSame && earlier) || new Image();
  if (picture !== earlier && icon && /^https:/i.test(icon) && URL.canParse(icon)) {
    picture.className = 'picture';
    picture.alt = '';
    picture.referrerPolicy = 'no-referrer';
    picture.style.cssText = PICTURE_STYLE;
    picture.hidden = true;
    // Until it is there, and when it never is, the speech bubble shows.
    picture.onload = () => {
      if (!picture.isConnected) return;
      picture.hidden = false;
      style.setProperty('--_icon', 'circle(0)');
    };
    picture.src = icon;
    launcher.after(picture);
  }
  return () => {
    picture.remove();
    style.removeProperty('--_icon');
  };
}

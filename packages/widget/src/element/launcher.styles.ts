// The look and place of the launcher, small enough to travel in the first script. What only shows after the pointer came
// near (hover, press, focus ring, badge, chevron) is in the panel's styles; an own icon is as large by itself, in
// panel/launcher/launcher-icon.ts.
// The config is written by people: nothing of it reaches a style sheet but hex colours and whole numbers.

/** Fields of the config by their names on the wire; what is in them is still unknown. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** Two colours of the only form that the database stores, or nothing that could be more than a wrong colour. */
const COLOR_PAIR = /^#\w+,#\w+$/;

// A bitwise operation makes a whole number of anything.
const pixels = (value: unknown): string => `${(value as number) | 0}px`;

/**
 * The style sheet for this config, or for none. Each value is a default that the page's own `--gc-NAME` overrides.
 * The border is a ring where the system chooses the colours.
 * On the primary colour stands white or black, whichever reads better: at a lightness of 49.4 (a luminance of .179) both
 * reach 4.6:1. The browser computes it from whatever the primary colour turns out to be.
 */
export function launcherStyles({
  offset = 20,
  primary,
  inline = 20,
  position,
  radius = 99,
}: RawConfig): string {
  return `
:host {
  width: auto!important;
  position: fixed!important;
  margin: 0!important;
  padding: 0!important;
  --_primary: var(--gc-primary, light-dark(${COLOR_PAIR.test(primary as string) ? (primary as string) : '#2350d8,#4567ea'}));
  height: auto!important;
  inset: auto!important;
  inset-inline-${position === 'start' ? position : 'end'}: var(--gc-offset-inline, ${pixels(inline)})!important;
  inset-block-end: var(--gc-offset-block, ${pixels(offset)})!important;
  z-index: var(--gc-z-launcher, 1999999999);
}
.launcher {
  background: var(--_primary);
  border-radius: var(--gc-launcher-radius, ${pixels(radius)});
  color: var(--gc-on-primary, lab(from var(--_primary) calc(5e4 - l*1012) 0 0));
  border: 2px solid #0000;
  padding: 0 9px;
  pointer-events: auto;
  box-shadow: 0 6px 20px #0003;
  float: left;
  min-width: var(--gc-launcher-size, 56px);
  height: var(--gc-launcher-size, 56px);
  font: 600 15px var(--gc-font, system-ui);
}
.launcher::before {
  vertical-align: middle;
  margin: 0 3px;
  display: inline-block;
  clip-path: var(--_icon, path('M11 22a10 9 0 1 0-4-2v4z'));
  border: 14px solid;
  content: '';
}
`;
}

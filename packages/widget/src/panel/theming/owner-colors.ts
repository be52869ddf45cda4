// The colours that an owner chose, as design tokens. The config is written by people and arrives over the network: only
// checked colours and our own words get through. Loaded beside the config, because nothing needs it before.

import type { CSSResultGroup } from 'lit';
import { contrast } from './contrast.ts';
import { legibleOn } from './theme-rules.ts';
import type { ColorTokens } from './theme-rules.ts';

/** None: the tokens are a part of the theme. */
export const styles: CSSResultGroup = [];

/** One CSS colour, and nothing that could end the declaration, read a variable or fetch something. */
function isColor(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[\w#(),.%/ +-]+$/.test(value) &&
    !/var|env|attr|url|image/i.test(value) &&
    CSS.supports('color', value)
  );
}

/** What follows from an owner's own surface, since our greys belong to ours. */
const TOKENS_FROM_SURFACE: Readonly<Record<string, string>> = {
  'on-surface-muted': 'color-mix(in oklab, var(--_on-surface) 78%, var(--_surface))',
  'on-surface-subtle': 'color-mix(in oklab, var(--_on-surface) 72%, var(--_surface))',
  'surface-raised': 'color-mix(in oklab, var(--_surface), #fff 3%)',
  'surface-hover': 'color-mix(in oklab, var(--_on-surface) 6%, var(--_surface))',
  border: 'color-mix(in oklab, var(--_on-surface) 12%, var(--_surface))',
  'border-strong': 'color-mix(in oklab, var(--_on-surface) 55%, var(--_surface))',
};

/** The tokens of this config, light and dark joined by `light-dark()`. Unknown names and bad values are left out. */
function colorTokens(colors: Readonly<Record<string, string>>): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [name, light] of Object.entries(colors)) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(name) || name.endsWith('-dark') || !isColor(light)) continue;
    const dark = colors[`${name}-dark`];
    tokens.set(name, isColor(dark) ? `light-dark(${light},${dark})` : light);
  }
  return tokens;
}

/** Whether the owner's text reads on the owner's fill at 4.5:1, in both schemes. */
function isLegiblePair(colors: Readonly<Record<string, string>>, fill: string): boolean {
  const light = [colors[fill], colors[`on-${fill}`]] as const;
  const dark = [colors[`${fill}-dark`] ?? light[0], colors[`on-${fill}-dark`] ?? light[1]] as const;
  return [light, dark].every(([back, text]) => (contrast(back, text) ?? 0) >= 4.5);
}

/** The tokens of an owner's colours, and of what must follow from them to be legible. */
export const ownerTokens: ColorTokens = (colors) => {
  const tokens = colorTokens(colors);
  for (const fill of ['primary', 'bubble-visitor', 'bubble-agent', 'surface']) {
    // An owner's pair may be too faint or incomplete, and the page may know a primary colour that we do not.
    if ((tokens.has(fill) || fill === 'primary') && !isLegiblePair(colors, fill))
      tokens.set(`on-${fill}`, legibleOn(fill));
  }
  if (tokens.has('surface'))
    for (const [name, value] of Object.entries(TOKENS_FROM_SURFACE)) tokens.set(name, value);
  return tokens;
};

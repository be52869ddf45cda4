// From the widget's config to design tokens. The config is written by people and arrives over the network: nothing of
// it reaches a style sheet but checked colours, whole numbers and our own words.
//
// Tokens are set as private properties with the page's own `--gc-*` in front, so the page always wins. What is legible
// on what is left to the browser's relative colours, which also see a colour that only the page knows.

import type { WidgetConfig } from '@globalchat/core';
import { contrast } from './contrast.ts';

/** One CSS colour, and nothing that could end the declaration, read a variable or fetch something. */
export function isColor(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[\w#(),.%/ +-]+$/.test(value) &&
    !/var|env|attr|url|image/i.test(value) &&
    CSS.supports('color', value)
  );
}

/** White or black, whichever reads better on a colour: at a lightness of 49.4 both reach 4.6:1. */
const legibleOn = (token: string): string => `lab(from var(--_${token}) calc(5e4 - l*1012) 0 0)`;

/**
 * The primary colour as text at 4.5:1. On our light surfaces its light is dimmed to a luminance of .15 (the lightest, our
 * hover grey, allows .158), on our dark ones white is added up to .31 (the lightest asks for .28). Both are straight lines
 * in XYZ, so that no hue leaves the screen's colours and comes back lighter than it was meant.
 */
const DIM_FACTOR = 'min(1, .15/y)';
const LIFT_SHARE = 'max(0, (.31 - y)/(1 - y))';
const READABLE_ACCENT = `light-dark(
  color(from var(--_primary) xyz calc(x*${DIM_FACTOR}) calc(y*${DIM_FACTOR}) calc(z*${DIM_FACTOR})),
  color(from color-mix(in oklab, var(--_primary), #fff) xyz calc(x + (.95 - x)*${LIFT_SHARE}) calc(y + (1 - y)*${LIFT_SHARE}) calc(z + (1.09 - z)*${LIFT_SHARE})))`;

/** What follows from an owner's own surface, since our greys belong to ours. */
const TOKENS_FROM_SURFACE: Readonly<Record<string, string>> = {
  'on-surface-muted': 'color-mix(in oklab, var(--_on-surface) 78%, var(--_surface))',
  'on-surface-subtle': 'color-mix(in oklab, var(--_on-surface) 72%, var(--_surface))',
  'surface-raised': 'color-mix(in oklab, var(--_surface), #fff 3%)',
  'surface-sunken': 'color-mix(in oklab, var(--_surface), #000 3%)',
  'surface-hover': 'color-mix(in oklab, var(--_on-surface) 6%, var(--_surface))',
  border: 'color-mix(in oklab, var(--_on-surface) 12%, var(--_surface))',
  'border-strong': 'color-mix(in oklab, var(--_on-surface) 55%, var(--_surface))',
};

const LAUNCHER_RADIUS_PX = { circle: 99, pill: 99, squircle: 18, square: 4 } as const;

/** Declares a token; the page's own value stays in front. */
function token(name: string, value: string): string {
  return `--_${name}:var(--gc-${name},${value});`;
}

function px(value: number): string {
  return `${Math.round(Number(value)) || 0}px`;
}

/** The tokens of this config, light and dark joined by `light-dark()`. Unknown names and bad values are left out. */
export function colorTokens(colors: Readonly<Record<string, string>>): Map<string, string> {
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

export interface ThemeOptions {
  /** The page's wish: `light`, `dark`, or anything else for the config's. */
  readonly theme: string | null;
  /** The page's own `color-scheme`; where it is `normal`, the device decides. */
  readonly inherited: string;
  /** In the flow of the page there is no corner to be in. */
  readonly inline: boolean;
}

/** The whole style sheet of a widget; without a config, that of the defaults. */
export function themeRules(config: WidgetConfig | null, { theme, inherited, inline }: ThemeOptions): string {
  const colors = config?.colors ?? {};
  const tokens = colorTokens(colors);
  for (const fill of ['primary', 'bubble-visitor', 'bubble-agent', 'surface']) {
    // An owner's pair may be too faint or incomplete, and the page may know a primary colour that we do not.
    if ((tokens.has(fill) || fill === 'primary') && !isLegiblePair(colors, fill))
      tokens.set(`on-${fill}`, legibleOn(fill));
  }
  if (tokens.has('surface'))
    for (const [name, value] of Object.entries(TOKENS_FROM_SURFACE)) tokens.set(name, value);
  if (config && config.radius !== null) tokens.set('radius', px(config.radius));
  if (!tokens.has('accent')) tokens.set('accent', READABLE_ACCENT);

  let rules = '';
  for (const [name, value] of tokens) rules += token(name, value);
  const wantedScheme = [theme, config?.colorScheme].find((scheme) => scheme === 'light' || scheme === 'dark');
  rules += `color-scheme:${wantedScheme ?? (inherited === 'normal' ? 'light dark' : inherited)};`;
  if (inline)
    return `:host{${rules}display:block;position:relative!important;inset:auto!important;z-index:auto;block-size:100%}`;
  if (!config) return `:host{${rules}}`;
  const inlineOffset = `var(--gc-offset-inline,${px(config.offsetInline)})`;
  rules += `inset-block-end:var(--gc-offset-block,${px(config.offsetBlock)})!important;`;
  rules += `inset-inline:${config.position === 'bottom-start' ? `${inlineOffset} auto` : `auto ${inlineOffset}`}!important;`;
  return `:host{${rules}}.launcher{border-radius:var(--gc-launcher-radius,${LAUNCHER_RADIUS_PX[config.shape] ?? 99}px)}`;
}

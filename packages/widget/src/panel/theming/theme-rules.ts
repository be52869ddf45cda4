// From the widget's config to the sheet of its theme: whole numbers, our own words, and the tokens of its colours
// (owner-colors.ts). Nothing else of a config reaches a style sheet. Which settings of a page draw anew when they change is
// in element/setting-names.ts.
//
// Tokens are set as private properties with the page's own `--gc-*` in front, so the page always wins. What is legible
// on what is left to the browser's relative colours, which also see a colour that only the page knows.

import type { WidgetConfig } from '@globalchat/core';

/** From the colours of a config, by name, to tokens and their values. */
export type ColorTokens = (colors: WidgetConfig['colors']) => Map<string, string>;

/** White or black, whichever reads better on a colour: at a lightness of 49.4 both reach 4.6:1. */
export const legibleOn = (token: string): string => `lab(from var(--_${token}) calc(5e4 - l*1012) 0 0)`;

/** The page may know a primary colour that we do not. */
const ourTokens: ColorTokens = () => new Map([['on-primary', legibleOn('primary')]]);

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

const LAUNCHER_RADIUS_PX = { circle: 99, pill: 99, squircle: 18, square: 4 } as const;

/** Declares a token; the page's own value stays in front. */
function token(name: string, value: string): string {
  return `--_${name}:var(--gc-${name},${value});`;
}

function px(value: number): string {
  return `${Math.round(Number(value)) || 0}px`;
}

export interface ThemeOptions {
  /** The page's wish: `light`, `dark`, or anything else for the config's. */
  readonly theme: string | null;
  /** The page's own `color-scheme`; where it is `normal`, the device decides. */
  readonly inherited: string;
  /** In the flow of the page there is no corner to be in. */
  readonly inline: boolean;
  /** Reads the owner's colours; ours show until it is there. */
  readonly ownerTokens: ColorTokens | undefined;
}

/** The whole style sheet of a widget; without a config, that of the defaults. */
export function themeRules(
  config: WidgetConfig | null,
  { theme, inherited, inline, ownerTokens }: ThemeOptions,
): string {
  const tokens = (ownerTokens ?? ourTokens)(config?.colors ?? {});
  if (config && config.radius !== null) tokens.set('radius', px(config.radius));
  if (!tokens.has('accent')) tokens.set('accent', READABLE_ACCENT);

  let rules = '';
  for (const [name, value] of tokens) rules += token(name, value);
  const wantedScheme = [theme, config?.colorScheme].find((scheme) => scheme === 'light' || scheme === 'dark');
  rules += `color-scheme:${wantedScheme ?? (inherited === 'normal' ? 'light dark' : inherited)};`;
  if (inline) return `:host{${rules}display:block;position:relative;block-size:100%}`;
  // The corner's sides are those of a horizontal line.
  rules += 'writing-mode:horizontal-tb!important;';
  if (!config) return `:host{${rules}}`;
  const inlineOffset = `var(--gc-offset-inline,${px(config.offsetInline)})`;
  rules += `inset-block-end:var(--gc-offset-block,${px(config.offsetBlock)})!important;`;
  rules += `inset-inline:${config.position === 'bottom-start' ? `${inlineOffset} auto` : `auto ${inlineOffset}`}!important;`;
  return `:host{${rules}}.launcher{border-radius:var(--gc-launcher-radius,${LAUNCHER_RADIUS_PX[config.shape] ?? 99}px)}`;
}

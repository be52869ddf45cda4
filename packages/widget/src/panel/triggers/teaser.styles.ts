// The look of a teaser, in a shadow root of its own: it is there before the panel and its tokens are, and stays when they
// come. Of the config only hex colours and numbers get here.

import type { RawConfig } from '../../element/launcher.styles.ts';
import { FREE_WIDTH_PX } from './trigger-limits.ts';

/** Of a face. */
export const faceStyles = `
.face {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 28px;
  block-size: 28px;
  border-radius: 50%;
  background: light-dark(oklch(94% .028 var(--hue)), oklch(34% .06 var(--hue)));
  color: light-dark(oklch(43% .11 var(--hue)), oklch(87% .07 var(--hue)));
  font-size: 10.5px;
  font-weight: 600;
}
.face img {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  border-radius: 50%;
  object-fit: cover;
}
`;

const HEX_COLOR = /^#[\da-f]{6}$/i;

const REST = `
:host([hidden]) {
  display: none;
}
.card {
  position: relative;
}
button {
  all: unset;
  box-sizing: border-box;
  cursor: pointer;
  -webkit-tap-highlight-color: #0000;
  touch-action: manipulation;
}
:focus-visible {
  outline: 2px solid var(--gc-focus, currentColor);
  outline-offset: -2px;
}
.answer {
  display: block;
  inline-size: 100%;
  padding: 12px 14px 14px;
  border-radius: inherit;
}
.head {
  display: flex;
  align-items: center;
  gap: 8px;
  min-block-size: 28px;
  margin-block-end: 6px;
  padding-inline-end: 32px;
  font-size: calc(13*var(--_size));
  color: var(--_soft);
}
.head > span {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
b {
  font-weight: 600;
  color: var(--_text);
}
${faceStyles}.text {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 6;
  overflow: hidden;
  overflow-wrap: anywhere;
}
.close {
  position: absolute;
  inset-block-start: 8px;
  inset-inline-end: 6px;
  display: grid;
  place-items: center;
  inline-size: 36px;
  block-size: 36px;
  border-radius: 10px;
  color: var(--_soft);
}
.close:hover {
  background: color-mix(in oklab, var(--_text) 7%, #0000);
}
svg {
  inline-size: 18px;
  block-size: 18px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
}
@media (pointer: coarse) {
  .close {
    inset-block-start: 4px;
    inset-inline-end: 2px;
    inline-size: 44px;
    block-size: 44px;
  }
  .head {
    padding-inline-end: 38px;
  }
}
@media (height < 420px) {
  .text {
    -webkit-line-clamp: 2;
  }
}
@starting-style {
  :host {
    opacity: 0;
    transform: translateY(8px);
  }
}
@media (prefers-reduced-motion: reduce) {
  :host {
    transition: none;
  }
}
@media (forced-colors: active) {
  :host {
    border: 1px solid;
  }
}
@media print {
  :host {
    display: none;
  }
}
`;

export interface TeaserLook {
  readonly config: RawConfig;
  /** `light`, `dark`, or null for what the page or the device says. */
  readonly scheme: string | null;
  /** From the edge of the screen to the launcher. */
  readonly offsetPx: number;
  /** The page has a surface of its own, on which our text colour may not be legible. */
  readonly hasPageSurface: boolean;
}

export function teaserStyles({ config, scheme, offsetPx, hasPageSurface }: TeaserLook): string {
  const { surface, surface_dark: surfaceDark } = (config['colors'] ?? {}) as RawConfig;
  const isOwn = [surface, surfaceDark].every((color) => HEX_COLOR.test(String(color)));
  const back = isOwn ? `${String(surface)},${String(surfaceDark)}` : '#fff,#212225';
  // White or black, whichever reads better: at a lightness of 49.4 both reach 4.6:1.
  const text =
    isOwn || hasPageSurface ? 'lab(from var(--_back) calc(5e4 - l*1012) 0 0)' : 'light-dark(#1a1a18,#ededea)';
  const side = config['position'] === 'start' ? 'start' : 'end';
  return `
:host {
  all: initial;
  --_back: var(--gc-surface-raised, var(--gc-surface, light-dark(${back})));
  --_text: var(--gc-on-surface, ${text});
  --_soft: color-mix(in oklab, var(--_text) 78%, var(--_back));
  --_size: var(--gc-font-scale, 1) * 1px;
  --_radius: var(--gc-radius-lg, calc(var(--gc-radius, 12px) * 1.333));
  position: absolute;
  inset-block-end: calc(100% + 16px);
  inset-inline-${side}: 0;
  inline-size: max-content;
  max-inline-size: min(296px, 100vw - ${Math.round(offsetPx) || 0}px - ${FREE_WIDTH_PX}px);
  color-scheme: ${scheme ?? 'inherit'};
  font-family: var(--gc-font, inherit);
  font-size: calc(15*var(--_size));
  line-height: 1.45;
  color: var(--_text);
  background: var(--_back);
  border-radius: var(--_radius);
  border-end-${side}-radius: calc(var(--_radius)/3);
  box-shadow: 0 4px 12px #2621140f, 0 20px 56px #26211429, 0 0 0 1px color-mix(in oklab, var(--_text) 10%, #0000);
  pointer-events: auto;
  transition: opacity 200ms, transform 200ms;
  -webkit-font-smoothing: antialiased;
}
${REST}`;
}

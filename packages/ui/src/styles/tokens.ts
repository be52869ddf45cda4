// The design tokens that a conversation needs, with those of later screens in screen-tokens.ts and of the inbox in
// inbox-tokens.ts: the default of each public `--gc-*` property. A public property is never
// declared itself, since that would block what the page sets.
//
// Views read the private `--_x`, which is the page's `--gc-x` or our default. What is derived from the primary
// colour follows it unless the page sets it, too.

import { css } from 'lit';

export const essentialTokens = css`
  :host {
    --_primary: var(--gc-primary, light-dark(#2350d8, #4567ea));
    --_on-primary: var(--gc-on-primary, #fff);
    --_primary-hover: var(--gc-primary-hover, color-mix(in oklab, var(--_primary), #000 12%));
    --_primary-soft: var(
      --gc-primary-soft,
      light-dark(
        color-mix(in oklab, var(--_primary) 7%, #fff),
        color-mix(in oklab, var(--_primary) 22%, #18191b)
      )
    );
    --_accent: var(--gc-accent, light-dark(var(--_primary), color-mix(in oklab, var(--_primary), #fff)));
    --_focus: var(--gc-focus, var(--_accent));

    --_surface: var(--gc-surface, light-dark(#fff, #18191b));
    --_on-surface: var(--gc-on-surface, light-dark(#1a1a18, #ededea));
    --_on-surface-muted: var(--gc-on-surface-muted, light-dark(#5f5d57, #a8a7a1));
    --_on-surface-subtle: var(--gc-on-surface-subtle, light-dark(#6d6b64, #9a9993));
    --_surface-raised: var(--gc-surface-raised, light-dark(#fff, #212225));
    --_surface-hover: var(--gc-surface-hover, light-dark(#f3f2ee, #27282b));
    --_border: var(--gc-border, light-dark(#e8e6e1, #2c2d31));
    --_border-strong: var(--gc-border-strong, light-dark(#8b8981, #72736e));

    --_danger: var(--gc-danger, light-dark(#c0302b, #ff8f86));
    --_danger-soft: var(--gc-danger-soft, light-dark(#fdeeec, #3a1e1c));
    --_on-danger-soft: var(--gc-on-danger-soft, light-dark(#8f1f1b, #ffb6ae));
    --_warning-soft: var(--gc-warning-soft, light-dark(#fff3d9, #34290f));
    --_on-warning-soft: var(--gc-on-warning-soft, light-dark(#664400, #f3d493));
    --_online: var(--gc-online, light-dark(#1f8a52, #43cc88));
    --_offline: var(--gc-offline, light-dark(#8b8981, #72736e));

    --_font-scale: var(--gc-font-scale, 1);
    --_text-xs: var(--gc-text-xs, calc(12px * var(--_font-scale)));
    --_text-sm: var(--gc-text-sm, calc(13px * var(--_font-scale)));
    --_text-base: var(--gc-text-base, calc(14px * var(--_font-scale)));
    --_text-md: var(--gc-text-md, calc(15px * var(--_font-scale)));
    --_text-input: var(--gc-text-input, calc(16px * var(--_font-scale)));
    --_text-lg: var(--gc-text-lg, calc(17px * var(--_font-scale)));
    --_leading: var(--gc-leading, 1.45);

    --_radius: var(--gc-radius, 12px);
    --_radius-sm: var(--gc-radius-sm, calc(var(--_radius) * 0.667));
    --_radius-md: var(--gc-radius-md, var(--_radius));
    --_radius-lg: var(--gc-radius-lg, calc(var(--_radius) * 1.333));
    --_target: var(--gc-target, 36px);

    --_shade-1: var(--gc-shade-1, light-dark(rgb(38 33 20 / 0.06), rgb(0 0 0 / 0.32)));
    --_shade-2: var(--gc-shade-2, light-dark(rgb(38 33 20 / 0.1), rgb(0 0 0 / 0.44)));
    --_shade-3: var(--gc-shade-3, light-dark(rgb(38 33 20 / 0.16), rgb(0 0 0 / 0.56)));
    --_shadow-sm: var(--gc-shadow-sm, 0 1px 2px var(--_shade-2), 0 0 1px var(--_shade-1));
    --_shadow-lg: var(--gc-shadow-lg, 0 4px 12px var(--_shade-1), 0 20px 56px var(--_shade-3));

    --_duration-fast: var(--gc-duration-fast, 120ms);
    --_duration: var(--gc-duration, 200ms);
    --_duration-slow: var(--gc-duration-slow, 320ms);
    --_ease-out: var(--gc-ease-out, cubic-bezier(0.2, 0.8, 0.2, 1));
  }

  @media (pointer: coarse) {
    :host {
      --_target: var(--gc-target-touch, 44px);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_duration-fast: 0s;
      --_duration: 0s;
      --_duration-slow: 0s;
    }
  }

  @media (prefers-contrast: more) {
    :host {
      --_border: var(--_border-strong);
      --_on-surface-muted: var(--_on-surface);
      --_on-surface-subtle: var(--_on-surface);
    }
  }
`;

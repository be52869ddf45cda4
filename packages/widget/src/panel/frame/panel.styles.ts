// The look of the panel's frame, the top bar and the first screen; lazy modules bring their own.

import { css } from 'lit';
import { launcherStateStyles } from '../launcher/launcher-states.styles.ts';

const frameStyles = css`
  .panel {
    --_gap: 16px;
    position: absolute;
    inset: auto;
    inset-block-end: calc(100% + var(--_gap));
    inset-inline-end: 0;
    z-index: 1;
    inline-size: var(--gc-panel-width, 380px);
    block-size: min(var(--gc-panel-height, 640px), 100dvh / var(--_zoom, 1) - 104px);
    max-inline-size: calc(100vw / var(--_zoom, 1) - 40px);
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    border-radius: var(--_radius-lg);
    background: var(--_surface);
    color: var(--_on-surface);
    font-weight: 400;
    line-height: var(--_leading);
    box-shadow:
      var(--_shadow-lg),
      0 0 0 1px light-dark(var(--_shade-1), var(--_border));
    opacity: 0;
    transform: translateY(8px);
    transition: 120ms allow-discrete;
    transition-property: opacity, transform, display, overlay;
  }
  :host([hidden]) .panel {
    transition: none;
  }
  .panel.at-start {
    inset-inline: 0 auto;
  }
  .panel[open],
  .panel.inline {
    display: block;
    opacity: 1;
    transform: none;
    transition-duration: var(--_duration);
    transition-timing-function: var(--_ease-out);
  }
  @starting-style {
    .panel[open] {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .panel.inline {
    position: relative;
    inset: auto;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 320px;
    z-index: auto;
    box-shadow: 0 0 0 1px var(--_border);
  }
  @media (width <= 480px), (height <= 320px) {
    .panel:not(.inline) {
      position: fixed;
      inset: 0;
      inline-size: 100%;
      max-inline-size: none;
      block-size: min(100%, 100dvh);
      border-radius: 0;
      box-shadow: none;
      transform: translateY(100%);
      padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
      padding-inline: env(safe-area-inset-left) env(safe-area-inset-right);
    }
    .panel[open]:not(.inline) {
      transform: none;
      transition-duration: var(--_duration-slow);
    }
    @starting-style {
      .panel[open]:not(.inline) {
        opacity: 1;
        transform: translateY(100%);
      }
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .panel {
      transition: none !important;
    }
  }
  .view {
    block-size: 100%;
    display: flex;
    flex-direction: column;
  }
  .grow {
    flex: 1;
  }
`;

const barStyles = css`
  .bar {
    flex: none;
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 64px;
    padding-inline: 8px;
    border-block-end: 1px solid var(--_border);
  }
  .bar .back {
    margin-inline-end: -6px;
  }
  .bar .who-block {
    flex: 1;
    min-inline-size: 0;
    line-height: 1.3;
  }
  .bar h2 {
    font-size: var(--_text-md);
  }
  .bar p {
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .first {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    display: flex;
    flex-direction: column;
  }
  .first .flow {
    padding: 16px 16px 12px;
  }
  .flow:has(> .empty) {
    margin-block: auto;
  }
`;

export const panelStyles = [launcherStateStyles, frameStyles, barStyles];

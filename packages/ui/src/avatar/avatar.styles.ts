// The look of avatars, presence dots and overlapping stacks of faces.

import { css } from 'lit';

export const avatarStyles = css`
  .avatar {
    position: relative;
    display: inline-grid;
    place-items: center;
    inline-size: var(--size);
    block-size: var(--size);
    flex: none;
    border-radius: 50%;
    user-select: none;
  }
  .avatar img {
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    object-fit: cover;
  }
  .avatar img:not([hidden]) + b {
    display: none;
  }
  .avatar b {
    font-size: calc(var(--size) * 0.375);
    font-weight: 600;
    line-height: 1;
    letter-spacing: 0.01em;
  }
  .avatar.s28 {
    --size: 28px;
  }
  .avatar.s36 {
    --size: 36px;
  }
  .avatar.s40 {
    --size: 40px;
  }
  .avatar.s48 {
    --size: 48px;
  }
  [class*='hue-'] {
    background: light-dark(oklch(94% 0.028 var(--hue)), oklch(34% 0.06 var(--hue)));
    color: light-dark(oklch(43% 0.11 var(--hue)), oklch(87% 0.07 var(--hue)));
  }
  .hue-0 {
    --hue: 268;
  }
  .hue-1 {
    --hue: 50;
  }
  .hue-2 {
    --hue: 155;
  }
  .hue-3 {
    --hue: 335;
  }
  .hue-4 {
    --hue: 92;
  }
  .hue-5 {
    --hue: 205;
  }
  .dot {
    --dot: 10px;
    display: inline-block;
    flex: none;
    inline-size: var(--dot);
    block-size: var(--dot);
    border-radius: 50%;
    background: var(--_online);
    forced-color-adjust: none;
  }
  .dot.away {
    background: transparent;
    box-shadow: inset 0 0 0 2px var(--_offline);
  }
  .avatar .dot {
    --dot: 8px;
    box-sizing: content-box;
    position: absolute;
    inset-block-end: -1px;
    inset-inline-end: -1px;
    border: 2px solid var(--_ring, var(--_surface));
  }
  .avatar .dot.away {
    background: var(--_ring, var(--_surface));
  }
  .stack {
    display: inline-flex;
  }
  .stack .avatar {
    box-shadow: 0 0 0 2px var(--_ring, var(--_surface));
  }
  .stack .avatar + .avatar {
    margin-inline-start: calc(var(--size) * -0.22);
  }
`;

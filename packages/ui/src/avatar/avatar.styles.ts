// The look of avatars, presence dots and overlapping stacks of faces.

import { css } from 'lit';

export const avatarStyles = css`
  .avatar {
    --size: 32px;
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
  .avatar.s20 {
    --size: 20px;
  }
  .avatar.s24 {
    --size: 24px;
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
  .avatar.s56 {
    --size: 56px;
  }
  .hue-0 {
    background: light-dark(#e6ebfb, #25315c);
    color: light-dark(#2a448f, #c0cdff);
  }
  .hue-1 {
    background: light-dark(#f7e5da, #4a2d1d);
    color: light-dark(#84401b, #f6c6a8);
  }
  .hue-2 {
    background: light-dark(#dff0e5, #1d3d2b);
    color: light-dark(#1d613c, #a5e0bd);
  }
  .hue-3 {
    background: light-dark(#f3e3ef, #46253f);
    color: light-dark(#7d2f69, #f0bde2);
  }
  .hue-4 {
    background: light-dark(#fbefcb, #453710);
    color: light-dark(#6d5200, #f0d88c);
  }
  .hue-5 {
    background: light-dark(#dcf0f2, #173d42);
    color: light-dark(#14616b, #9fdde5);
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
  .avatar:is(.s20, .s24) .dot {
    --dot: 6px;
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

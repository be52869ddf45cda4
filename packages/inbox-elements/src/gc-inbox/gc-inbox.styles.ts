// Looks of <gc-inbox>: columns by container width, hairlines between them, no boxes in boxes.
import { css } from 'lit';

export const inboxStyles = css`
  :host {
    container: gc-inbox / inline-size;
    position: relative;
    block-size: 100dvh;
    min-block-size: 320px;
    overflow: clip;
    background: var(--_surface);
    color: var(--_on-surface);
  }
  .app {
    --_ground: none;
    display: flex;
    block-size: 100%;
  }
  .rail {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    flex: none;
    inline-size: 56px;
    padding: 14px 0 16px;
    background: var(--_surface-sunken);
    border-inline-end: 1px solid var(--_border);
    --_ring: var(--_surface-sunken);
  }
  .mark {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin-block-end: 14px;
    border-radius: 9px;
    background: var(--_primary);
    color: var(--_on-primary);
  }
  .rail-btn {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 10px;
    color: var(--_on-surface-muted);
  }
  .rail-btn:hover {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  .rail-btn[aria-current] {
    background: var(--_surface-raised);
    color: var(--_on-surface);
    box-shadow:
      var(--_shadow-sm),
      0 0 0 1px var(--_border);
  }
  .rail gc-presence {
    --_presence-words: none;
  }
  .face {
    display: grid;
    margin-block-start: 8px;
    border-radius: 50%;
  }
  .mine {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .list {
    display: flex;
    flex-direction: column;
    flex: none;
    inline-size: 340px;
    min-block-size: 0;
    border-inline-end: 1px solid var(--_border);
  }
  .list-head {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding: 12px 16px 8px;
    border-block-end: 1px solid var(--_border);
  }
  .list-title {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 32px;
  }
  h1 {
    margin-inline-end: auto;
    font-size: var(--_text-lg);
  }
  h1:focus {
    outline: none;
  }
  gc-session-list {
    flex: 1;
    min-block-size: 0;
  }
  .thread {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
  }
  gc-thread {
    flex: 1;
    min-block-size: 0;
    block-size: auto;
  }
  .visitor {
    display: flex;
    flex-direction: column;
    flex: none;
    inline-size: 312px;
    min-block-size: 0;
    border-inline-start: 1px solid var(--_border);
    background: var(--_surface);
  }
  gc-visitor {
    flex: 1;
    min-block-size: 0;
  }
  .drawer-head {
    display: flex;
    align-items: center;
    gap: 2px;
    block-size: 60px;
    flex: none;
    padding-inline: 14px;
    border-block-end: 1px solid var(--_border);
  }
  .center {
    display: grid;
    place-items: center;
    block-size: 100%;
    overflow-y: auto;
  }
  .center slot {
    display: block;
    inline-size: 100%;
  }
  .message {
    display: grid;
    justify-items: center;
    gap: 16px;
    padding: 24px;
    text-align: center;
    color: var(--_on-surface-muted);
  }
  .notice {
    position: absolute;
    inset-block-end: 16px;
    inset-inline-start: 72px;
    z-index: var(--_z-overlay);
    display: flex;
    gap: 8px;
    align-items: center;
    /* Below the list: beside it are the tools of the reply. */
    max-inline-size: 248px;
    padding: 9px 14px;
    border-radius: var(--_radius-md);
    background: light-dark(#232320, #f0f0ec);
    color: light-dark(#fff, #1a1a18);
    box-shadow: var(--_shadow-lg);
    font-size: var(--_text-sm);
    font-weight: 500;
  }
  .notice button {
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 6px;
  }

  @container gc-inbox (inline-size < 1200px) {
    .list {
      inline-size: 300px;
    }
    .visitor {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 0;
      z-index: var(--_z-menu);
      inline-size: min(340px, 100%);
      box-shadow: var(--_shadow-lg);
      animation: gc-drawer var(--_duration) var(--_ease-out);
    }
  }
  @container gc-inbox (inline-size < 900px) {
    .list {
      inline-size: 280px;
    }
  }
  @container gc-inbox (inline-size < 640px) {
    .rail {
      display: none;
    }
    .list {
      flex: 1;
      inline-size: 100%;
      border: 0;
    }
    h1 {
      font-size: var(--_text-xl);
    }
    .face {
      margin: 0;
    }
    .at-list .thread,
    .at-thread .list {
      display: none;
    }
    .visitor {
      border: 0;
    }
    .notice {
      inset-inline: 16px;
      inset-block: 68px auto;
      max-inline-size: none;
    }
  }
  @keyframes gc-drawer {
    from {
      opacity: 0;
      transform: translateX(8px);
    }
  }
`;

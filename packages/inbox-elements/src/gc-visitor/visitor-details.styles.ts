// Looks of what is known about a visitor: titled parts between hairlines; long values wrap, nothing is cut.
import { css } from 'lit';

export const visitorDetailsStyles = css`
  .person {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 16px 12px 12px 20px;
  }
  h2 {
    font-size: var(--_text-md);
    overflow-wrap: anywhere;
    line-height: 1.3;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .verified,
  .blocked {
    display: flex;
    align-items: center;
    gap: 4px;
    font-size: var(--_text-sm);
    color: var(--_accent);
  }
  .blocked {
    color: var(--_danger);
  }
  .unverified {
    font-size: var(--_text-sm);
    font-style: italic;
    color: var(--_on-surface-muted);
  }
  .facts {
    padding: 0 20px 16px;
    display: grid;
    gap: 8px;
    font-size: var(--_text-sm);
  }
  .facts li {
    display: flex;
    gap: 10px;
    overflow-wrap: anywhere;
  }
  .facts .icon {
    margin-block-start: 1.5px;
    color: var(--_on-surface-subtle);
  }
  section {
    border-block-start: 1px solid var(--_border);
    padding: 14px 20px 16px;
    font-size: var(--_text-sm);
  }
  h3 {
    font-size: var(--_text-sm);
    min-block-size: 24px;
    margin-block-end: 6px;
    letter-spacing: -0.008em;
  }
  .wrap {
    flex: 1;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    overflow-wrap: anywhere;
  }
  .trail {
    display: grid;
    gap: 8px;
  }
  .trail li {
    position: relative;
    display: flex;
    gap: 8px;
    padding-inline-start: 18px;
  }
  .trail li::before {
    content: '';
    position: absolute;
    inset-inline-start: 2px;
    inset-block-start: 6px;
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--_surface);
    border: 1.5px solid var(--_border-strong);
  }
  .trail li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-inline-start: 5px;
    inset-block: 16px -5px;
    border-inline-start: 1px solid var(--_border);
  }
  .trail .now::before {
    background: var(--_online);
    border-color: var(--_online);
  }
  .trail .event::before {
    border-radius: 1px;
    background: var(--_border-strong);
  }
  .trail .part {
    display: inline-block;
    max-inline-size: 100%;
  }
  .trail .properties {
    display: block;
    color: var(--_on-surface-muted);
  }
  .started {
    margin-block-start: 10px;
    color: var(--_on-surface-muted);
  }
  .trail .source {
    color: var(--_on-surface-muted);
  }
  time {
    font-size: var(--_text-xs);
    line-height: 19px;
    flex: none;
    white-space: nowrap;
  }
  .attributes {
    display: grid;
    gap: 6px;
  }
  .attributes div {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr);
    gap: 8px;
    overflow-wrap: anywhere;
  }
  dt {
    color: var(--_on-surface-muted);
  }
  .previous {
    margin-inline: -8px;
  }
  .previous button {
    display: flex;
    gap: 8px;
    align-items: center;
    inline-size: 100%;
    min-block-size: max(28px, min(var(--_target), 44px));
    padding-inline: 8px;
    border-radius: var(--_radius-sm);
  }
  .previous button:hover {
    background: var(--_surface-hover);
  }
  .previous .icon {
    color: var(--_success);
  }
  .previous .truncate {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
`;

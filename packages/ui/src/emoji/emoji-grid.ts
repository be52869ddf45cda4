// The grid of emoji, with what was used last first, and its keys.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { EMOJI } from './emoji-list.ts';

const GRID_COLUMNS = 8;

export interface EmojiGridProps {
  readonly label: string;
  /** Used last, first. */
  readonly recent: readonly string[];
  readonly onPick: (emoji: string, byKey: boolean) => void;
}

export function emojiGrid({ label, recent, onPick }: EmojiGridProps): TemplateResult {
  const known = new Set(recent.filter((one) => EMOJI.includes(one)));
  const order = [...known, ...EMOJI.filter((one) => !known.has(one))];
  const rows = [...Array(order.length / GRID_COLUMNS).keys()].map((row) =>
    order.slice(row * GRID_COLUMNS, (row + 1) * GRID_COLUMNS),
  );
  return html`<div
    class="emoji-grid"
    part="emoji-grid"
    role="grid"
    aria-label=${label}
    @mousedown=${keepFocus}
    @keydown=${onKeydown}
  >
    ${rows.map(
      (row, at) =>
        html`<div role="row">
          ${row.map(
            (emoji, column) =>
              html`<span role="gridcell"
                ><button
                  type="button"
                  tabindex=${at + column === 0 ? 0 : -1}
                  @click=${(event: MouseEvent) => onPick(emoji, event.detail === 0)}
                >
                  ${emoji}
                </button></span
              >`,
          )}
        </div>`,
    )}
  </div>`;
}

function onKeydown(event: KeyboardEvent): void {
  const grid = event.currentTarget as HTMLElement;
  const cells = [...grid.querySelectorAll('button')];
  const at = cells.indexOf(event.target as HTMLButtonElement);
  const to = place(event, at, cells.length, grid.matches(':dir(rtl)'));
  const next = to === null ? undefined : cells[to];
  if (!next || at < 0) return;
  event.preventDefault();
  // A key that moves here is no shortcut of what is around.
  event.stopPropagation();
  for (const cell of cells) cell.tabIndex = cell === next ? 0 : -1;
  next.focus();
}

/** Where a key leads; null when it is none of the grid's. At an edge one stays. */
function place({ key, ctrlKey }: KeyboardEvent, at: number, count: number, mirrored: boolean): number | null {
  const row = at - (at % GRID_COLUMNS);
  const keep = (to: number): number => (to < 0 || to >= count ? at : to);
  switch (key) {
    case 'ArrowRight':
      return keep(at + (mirrored ? -1 : 1));
    case 'ArrowLeft':
      return keep(at + (mirrored ? 1 : -1));
    case 'ArrowDown':
      return keep(at + GRID_COLUMNS);
    case 'ArrowUp':
      return keep(at - GRID_COLUMNS);
    case 'Home':
      return ctrlKey ? 0 : row;
    case 'End':
      return ctrlKey ? count - 1 : row + GRID_COLUMNS - 1;
    default:
      return null;
  }
}

/** A press leaves the caret where it is. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

export const styles = [
  css`
    .emoji-grid {
      position: absolute;
      z-index: var(--_z-menu, 10);
      inset-block-end: calc(100% + 6px);
      inset-inline-start: 0;
      max-inline-size: 100%;
      max-block-size: min(244px, 50vh);
      overflow-y: auto;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      padding: 8px;
      border-radius: var(--_radius-md);
      background: var(--_surface-raised);
      box-shadow:
        var(--_shadow-lg),
        0 0 0 1px var(--_border);
    }
    .emoji-grid [role='row'] {
      display: grid;
      grid-template-columns: repeat(8, minmax(28px, 38px));
    }
    .emoji-grid button {
      display: grid;
      place-items: center;
      inline-size: 100%;
      block-size: 36px;
      border-radius: var(--_radius-sm);
      color: var(--_on-surface);
      font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
      font-size: 21px;
      line-height: 1;
    }
    .emoji-grid button:hover {
      background: var(--_surface-hover);
    }
    .emoji-grid button:focus-visible {
      outline-offset: -2px;
    }
    @media (forced-colors: active) {
      .emoji-grid {
        border: 1px solid;
      }
    }
  `,
];

// The room of a picture in the transcript, known before anything is loaded.

import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** Longest edges, in pixels. */
const WIDEST = 240;
const HIGHEST = 280;

export interface PictureSize {
  /** Pixels; a usual shape when unknown. */
  readonly width?: number | null;
  readonly height?: number | null;
}

/** A drawing without content keeps the room, whatever the picture's own size turns out to be. */
export function pictureFrame(size: PictureSize, waiting = false): TemplateResult {
  const { width, height } = fit(size.width ?? WIDEST, size.height ?? (WIDEST * 5) / 8);
  return html`<svg
    class=${waiting ? 'skeleton' : ''}
    viewBox="0 0 ${width} ${height}"
    width=${width}
    aria-hidden="true"
  ></svg>`;
}

function fit(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

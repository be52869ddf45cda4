// The room of a picture in the transcript, known before anything is loaded.

import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** Longest edges, in pixels. */
const PICTURE_MAX_WIDTH_PX = 240;
const PICTURE_MAX_HEIGHT_PX = 280;

export interface PictureSize {
  /** Pixels; a usual shape when unknown. */
  readonly width?: number | null;
  readonly height?: number | null;
}

/** A drawing without content keeps the room, whatever the picture's own size turns out to be. */
export function pictureFrame(size: PictureSize, waiting = false): TemplateResult {
  const { width, height } = fit(
    size.width ?? PICTURE_MAX_WIDTH_PX,
    size.height ?? (PICTURE_MAX_WIDTH_PX * 5) / 8,
  );
  return html`<svg
    class=${waiting ? 'skeleton' : ''}
    viewBox="0 0 ${width} ${height}"
    width=${width}
    aria-hidden="true"
  ></svg>`;
}

function fit(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, PICTURE_MAX_WIDTH_PX / width, PICTURE_MAX_HEIGHT_PX / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

// Makes a picture fit to be sent: drawn anew, so that it holds pixels and nothing else, and no larger than a screen
// shows. What is no picture comes back as it was, for the limits to decide.

import type { OutgoingFile } from '@globalchat/core';

/** Longest edge in pixels; larger pictures are scaled down. */
const PICTURE_MAX_EDGE_PX = 2048;
/** Of JPEG and WebP, 0 to 1: the difference is not seen in a chat, the bytes are. */
const PICTURE_QUALITY_SHARE = 0.85;
/** A GIF may move, and drawing it would stop it. */
const REDRAWN_TYPES = /^image\/(?:png|jpeg|webp)$/;

/** The place and the camera that a photo remembers stay with the visitor: a redrawn picture has no metadata. */
export async function preparePicture(file: File): Promise<OutgoingFile> {
  const untouched = { file, name: file.name };
  if (!REDRAWN_TYPES.test(file.type)) return untouched;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return untouched;
  }
  const scale = Math.min(1, PICTURE_MAX_EDGE_PX / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  // A browser that cannot write the type writes PNG instead, and says so.
  const blob = await canvas.convertToBlob({ type: file.type, quality: PICTURE_QUALITY_SHARE });
  return { file: blob, name: renamed(file.name, blob.type), width, height };
}

/** The name ends as its type does. */
function renamed(name: string, type: string): string {
  const ending = type.replace('image/', '').replace('jpeg', 'jpg');
  return /\.jpe?g$/i.test(name) && ending === 'jpg' ? name : `${name.replace(/\.[^.]*$/, '')}.${ending}`;
}

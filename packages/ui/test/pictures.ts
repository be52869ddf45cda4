// Pictures and files for tests, made on the spot.

/** A PNG of one colour. */
export async function pictureFile(name: string, width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#3a7d5c';
    context.fillRect(0, 0, width, height);
  }
  return new File([await canvas.convertToBlob({ type: 'image/png' })], name, { type: 'image/png' });
}

/** A PDF as far as its first bytes tell. */
export function pdfFile(name: string, size = 2000): File {
  return new File(['%PDF-1.7\n', new Uint8Array(size)], name, { type: 'application/pdf' });
}

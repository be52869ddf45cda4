import { expect } from '@open-wc/testing';
import { pdfFile, pictureFile } from '../../test/pictures.ts';
import { preparePicture } from './prepare-picture.ts';

/** A JPEG that remembers where it was taken: an APP1 segment with the word, right after the start. */
async function photoWithPlace(): Promise<File> {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')?.fillRect(0, 0, 40, 30);
  const plain = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
  const place = new TextEncoder().encode('Exif\0\0GPS 61.0N 8.5E');
  const segment = new Uint8Array([0xff, 0xe1, 0, place.length + 2, ...place]);
  return new File([plain.slice(0, 2), segment, plain.slice(2)], 'cabin.JPG', { type: 'image/jpeg' });
}

const read = async (file: Blob): Promise<string> =>
  new TextDecoder('latin1').decode(await file.arrayBuffer());

describe('a picture before it is sent', () => {
  it('forgets where it was taken, and keeps its name', async () => {
    const photo = await photoWithPlace();
    expect(await read(photo)).to.include('GPS 61.0N');
    const { file, name, width, height } = await preparePicture(photo);
    expect(await read(file)).not.to.include('GPS');
    expect([name, file.type, width, height]).to.deep.equal(['cabin.JPG', 'image/jpeg', 40, 30]);
  });

  it('is scaled down to 2048 pixels, never up', async () => {
    const { width, height } = await preparePicture(await pictureFile('wide.png', 4096, 1000));
    expect([width, height]).to.deep.equal([2048, 500]);
    const small = await preparePicture(await pictureFile('small.png', 3, 2));
    expect([small.width, small.height]).to.deep.equal([3, 2]);
  });

  it('stays as it was when it is none, or may move', async () => {
    for (const file of [
      new File(['no picture at all'], 'fake.png', { type: 'image/png' }),
      new File(['GIF89a'], 'dance.gif', { type: 'image/gif' }),
      pdfFile('offer.pdf'),
    ]) {
      expect(await preparePicture(file)).to.deep.equal({ file, name: file.name });
    }
  });
});

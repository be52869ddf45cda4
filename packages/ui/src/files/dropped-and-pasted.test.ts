import { expect } from '@open-wc/testing';
import { composerFixture } from '../../test/harness.ts';
import { pdfFile } from '../../test/pictures.ts';
import { FileDrop } from './file-drop.ts';

function withFile(): DataTransfer {
  const data = new DataTransfer();
  data.items.add(pdfFile('offer.pdf'));
  return data;
}

const ways = {
  paste: (data: DataTransfer) =>
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }),
  drop: (data: DataTransfer) =>
    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, composed: true }),
};

describe('files dropped or pasted', () => {
  it('are taken, and text is left to the browser', async () => {
    const host = await composerFixture();
    const taken: string[] = [];
    new FileDrop(host, (files) => taken.push(...files.map(({ name }) => name)) > 0);
    for (const make of Object.values(ways)) {
      const event = make(withFile());
      host.box.dispatchEvent(event);
      expect(event.defaultPrevented).to.equal(true);
    }
    expect(taken).to.deep.equal(['offer.pdf', 'offer.pdf']);
    const words = new DataTransfer();
    words.setData('text/plain', 'words');
    const text = ways.paste(words);
    host.box.dispatchEvent(text);
    expect(text.defaultPrevented).to.equal(false);
  });

  it('are taken anywhere on the host', async () => {
    const host = await composerFixture();
    let taken = 0;
    new FileDrop(host, () => (taken += 1) > 0);
    const beside = ways.drop(withFile());
    host.dispatchEvent(beside);
    expect([beside.defaultPrevented, taken]).to.deep.equal([true, 1]);
  });

  it('are no picture of a text that is pasted with it', async () => {
    const host = await composerFixture();
    let taken = 0;
    new FileDrop(host, () => (taken += 1) > 0);
    const cells = withFile();
    cells.setData('text/plain', 'A1\tB1');
    const pasted = ways.paste(cells);
    host.box.dispatchEvent(pasted);
    expect([pasted.defaultPrevented, taken]).to.deep.equal([false, 0]);
  });

  it('do not replace the page where none are wanted', async () => {
    const host = await composerFixture();
    let wanted = 0;
    new FileDrop(host, () => {
      wanted += 1;
      return false;
    });
    const refused = ways.drop(withFile());
    host.box.dispatchEvent(refused);
    expect([refused.defaultPrevented, wanted]).to.deep.equal([true, 1]);
    const pasted = ways.paste(withFile());
    host.box.dispatchEvent(pasted);
    expect([pasted.defaultPrevented, wanted]).to.deep.equal([false, 2]);
  });

  it('light up the box while they hang over it, and nothing stays after the host is gone', async () => {
    const host = await composerFixture();
    let taken = 0;
    new FileDrop(host, () => (taken += 1) > 0);
    const box = host.box.closest('.composer');
    const drag = (type: string): DragEvent => {
      const event = new DragEvent(type, {
        dataTransfer: withFile(),
        bubbles: true,
        cancelable: true,
        composed: true,
      });
      host.box.dispatchEvent(event);
      return event;
    };
    expect(drag('dragover').defaultPrevented).to.equal(true);
    expect(box?.classList.contains('drop')).to.equal(true);
    drag('dragleave');
    expect([box?.classList.contains('drop'), taken]).to.deep.equal([false, 0]);
    host.remove();
    drag('drop');
    expect(taken).to.equal(0);
  });
});

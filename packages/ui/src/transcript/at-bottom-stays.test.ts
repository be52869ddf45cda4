import { expect } from '@open-wc/testing';
import { frame, history, message, pending, settled, transcriptFixture } from '../../test/harness.ts';

describe('transcript: whoever is at the end stays there', () => {
  it('opens at the newest message', async () => {
    const host = await transcriptFixture({ messages: history(30) });
    expect(host.fromEnd).to.be.at.most(1);
    expect(host.transcript.atEnd).to.equal(true);
    expect(host.texts.at(-1)).to.equal('Line of 29');
  });

  it('follows new messages and typing', async () => {
    const messages = history(30);
    const host = await transcriptFixture({ messages });
    await host.set({ typing: { name: 'Mara' } });
    expect(host.fromEnd).to.be.at.most(1);
    await host.set({
      typing: null,
      messages: [...messages, message(), message({ content: 'a\n'.repeat(20) })],
    });
    await frame();
    expect(host.fromEnd).to.be.at.most(1);
    expect(host.all('[part~="new-messages"]')).to.deep.equal([]);
  });

  it('stays when the room shrinks, as for a keyboard, and when it was hidden', async () => {
    const host = await transcriptFixture({ messages: history(30) });
    host.style.blockSize = '200px';
    await frame();
    expect(host.fromEnd).to.be.at.most(1);
    host.style.display = 'none';
    await frame();
    host.style.display = '';
    await frame();
    expect(host.fromEnd).to.be.at.most(1);
  });

  it('does not move who reads above; a pill counts what is new and leads there', async () => {
    const messages = history(30);
    const host = await transcriptFixture({ messages });
    await host.read(host.scroller.scrollTop - 300);
    const before = host.scroller.scrollTop;
    await host.set({ messages: [...messages, message(), message({ senderType: 'visitor' }), message()] });
    await frame();
    expect(host.scroller.scrollTop).to.equal(before);
    const pill = host.find<HTMLButtonElement>('[part~="new-messages"]');
    expect(pill.textContent.trim()).to.equal('2 new messages');
    await settled(host);
    await expect(host).to.be.accessible();
    pill.click();
    await host.updateComplete;
    await frame();
    expect(host.fromEnd).to.be.at.most(1);
    expect(host.all('[part~="new-messages"]')).to.deep.equal([]);
    expect(host.shadowRoot?.activeElement).to.equal(host.scroller);
  });

  it('goes to the end for what one sends oneself', async () => {
    const messages = history(30);
    const host = await transcriptFixture({ messages });
    await host.read(0);
    await host.set({ messages: [...messages, pending('Mine')] });
    await frame();
    expect(host.fromEnd).to.be.at.most(1);
    expect(host.transcript.atEnd).to.equal(true);
  });

  it('keeps its place when moved in the document', async () => {
    const host = await transcriptFixture({ messages: history(40) });
    await host.read(500);
    const row = host
      .all('li.row')
      .find((one) => one.getBoundingClientRect().bottom > host.getBoundingClientRect().top);
    const offset = (): number => (row?.getBoundingClientRect().top ?? 0) - host.getBoundingClientRect().top;
    const before = offset();
    const place = document.createElement('div');
    document.body.append(place);
    place.append(host);
    await host.updateComplete;
    await frame();
    expect(Math.abs(offset() - before)).to.be.at.most(1);
    place.remove();
  });
});

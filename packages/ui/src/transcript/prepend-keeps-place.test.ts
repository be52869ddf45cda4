import { expect } from '@open-wc/testing';
import { frame, history, message, transcriptFixture } from '../../test/harness.ts';
import type { TranscriptHost } from '../../test/harness.ts';

/** Where the row under the reader's eyes is, by the message it shows. */
function reading(host: TranscriptHost): { id: string; top: number } {
  const edge = host.scroller.getBoundingClientRect().top;
  const row = host.all('[part~="message"]').find((one) => one.getBoundingClientRect().bottom > edge + 20);
  return { id: row?.dataset['id'] ?? '', top: (row?.getBoundingClientRect().top ?? 0) - edge };
}

function topOf(host: TranscriptHost, id: string): number {
  return (
    host.find(`[data-id="${id}"]`).getBoundingClientRect().top - host.scroller.getBoundingClientRect().top
  );
}

describe('transcript: older messages move nothing', () => {
  it('asks once per page near the top, and keeps the place when it arrives', async () => {
    const all = history(120);
    let asked = 0;
    const host = await transcriptFixture({
      messages: all.slice(70),
      hasMore: true,
      onLoadOlder: () => asked++,
    });
    await host.read(300);
    expect(asked).to.equal(1);
    await host.read(120);
    expect(asked).to.equal(1);
    const before = reading(host);
    await host.set({ loading: 'older' });
    expect(Math.abs(topOf(host, before.id) - before.top)).to.be.at.most(1);
    await host.set({ messages: all.slice(20), loading: 'none' });
    expect(Math.abs(topOf(host, before.id) - before.top)).to.be.at.most(1);
    await frame();
    expect(Math.abs(topOf(host, before.id) - before.top)).to.be.at.most(1);
    expect(host.texts).to.include('Line of 61');
  });

  it('keeps the place in every frame while one scrolls through all of it', async () => {
    const host = await transcriptFixture({ messages: history(400) });
    let worst = 0;
    for (let step = 0; step < 200 && !host.texts.some((text) => text.startsWith('Line of 0\n')); step++) {
      const before = reading(host);
      const target = Math.max(0, host.scroller.scrollTop - 250);
      const moved = host.scroller.scrollTop - target;
      await host.read(target);
      worst = Math.max(worst, Math.abs(topOf(host, before.id) - before.top - moved));
    }
    expect(host.texts[0]).to.match(/^Line of 0\n/);
    expect(worst).to.be.at.most(1);
  });

  it('keeps the place when a picture above changes its height', async () => {
    const host = await transcriptFixture({ messages: history(50) });
    await host.read(700);
    const before = reading(host);
    host.find('li.row').style.paddingBlockEnd = '90px';
    await frame();
    expect(Math.abs(topOf(host, before.id) - before.top)).to.be.at.most(1);
  });

  it('asks again after a failure once one comes back to the top', async () => {
    let asked = 0;
    const host = await transcriptFixture({
      messages: history(60),
      hasMore: true,
      onLoadOlder: () => asked++,
    });
    for (let step = 0; step < 5 && asked === 0; step++) await host.read(100 - step);
    expect(asked).to.equal(1);
    await host.set({ loading: 'older' });
    await host.set({ loading: 'none' });
    expect(asked).to.equal(1);
    await host.read(host.scroller.scrollHeight);
    await host.read(0);
    expect(asked).to.equal(2);
  });

  it('loads what fills a tall room without being scrolled', async () => {
    let asked = 0;
    await transcriptFixture({ messages: [message()], hasMore: true, onLoadOlder: () => asked++ });
    expect(asked).to.equal(1);
  });
});

import { expect, waitUntil } from '@open-wc/testing';
import { frame, history, message, transcriptFixture } from '../../test/harness.ts';
import { MessageWindow } from './message-window.ts';

describe('transcript: a long conversation costs what is seen of it', () => {
  it('shows the newest page of 10,000 messages, in at most 400 elements of conversation', async () => {
    const host = await transcriptFixture({ messages: history(10_000) });
    expect(host.texts.length).to.equal(50);
    expect(host.texts.at(-1)).to.match(/^Line of 9999/);
    expect(host.all('ol *').length).to.be.at.most(400);
  });

  it('holds at most 300 messages while one reads back, and finds the way to the end', async () => {
    const host = await transcriptFixture({ messages: history(2000) });
    for (let step = 0; step < 40; step++) {
      await host.read(100);
      expect(host.texts.length).to.be.at.most(300);
    }
    expect(host.texts.at(-1)).to.not.match(/^Line of 1999/);
    expect(host.transcript.atEnd).to.equal(false);
    host.transcript.scrollToEnd();
    await host.updateComplete;
    await frame();
    expect(host.texts.at(-1)).to.match(/^Line of 1999/);
    expect(host.fromEnd).to.be.at.most(1);
  });

  it('comes back down page by page without a jump', async () => {
    const host = await transcriptFixture({ messages: history(800) });
    for (let step = 0; step < 12; step++) await host.read(100);
    await waitUntil(
      async () => {
        await host.read(host.scroller.scrollTop + 400);
        return host.transcript.atEnd;
      },
      'never reached the end',
      { timeout: 8000, interval: 0 },
    );
    expect(host.texts.at(-1)).to.match(/^Line of 799/);
  });

  it('lets go of what is far above during a flood at the end', async () => {
    let messages = history(100);
    const host = await transcriptFixture({ messages });
    for (let burst = 0; burst < 30; burst++) {
      messages = [...messages, ...Array.from({ length: 20 }, () => message({ content: 'a\nb\nc' }))];
      await host.set({ messages });
    }
    expect(host.texts.length).to.be.at.most(120);
    expect(host.fromEnd).to.be.at.most(1);
  });

  it('freezes its lower edge when a flood comes while one reads above', async () => {
    let messages = history(100);
    const host = await transcriptFixture({ messages });
    await host.read(host.scroller.scrollTop - 400);
    const before = host.scroller.scrollTop;
    for (let burst = 0; burst < 30; burst++) {
      messages = [...messages, ...Array.from({ length: 20 }, () => message())];
      await host.set({ messages });
    }
    expect(host.texts.length).to.be.at.most(300);
    expect(host.scroller.scrollTop).to.equal(before);
    expect(host.find('[part~="new-messages"]').textContent).to.include('600 new messages');
  });

  it('follows its first message through prepends, and starts anew when it is gone', () => {
    const window = new MessageWindow();
    const list = (from: number, to: number): { id: string }[] =>
      Array.from({ length: to - from }, (_, at) => ({ id: String(from + at) }));
    window.open(list(100, 200));
    expect([window.start, window.end]).to.deep.equal([50, 100]);
    window.follow(list(50, 201), false);
    expect([window.start, window.end, window.reachesEnd]).to.deep.equal([100, 151, true]);
    window.follow(list(1000, 1010), false);
    expect([window.start, window.end]).to.deep.equal([0, 10]);
    window.follow([], false);
    expect([window.start, window.end]).to.deep.equal([0, 0]);
  });
});

import { expect, waitUntil } from '@open-wc/testing';
import { frame, history, message, pending, session, transcriptFixture } from '../../test/harness.ts';
import type { TranscriptHost } from '../../test/harness.ts';

const spoken = (host: TranscriptHost): string[] =>
  [...host.find('[role="log"]').children].map((line) => line.textContent);
const speaks = (host: TranscriptHost): Promise<void> =>
  waitUntil(() => spoken(host).length > 0, 'nothing was said', { timeout: 4000 });

describe('transcript: the live region', () => {
  it('says each new message of others once, gathered, and never history or own messages', async () => {
    let messages = history(10);
    const host = await transcriptFixture({ messages });
    messages = [...messages, message({ content: 'First' })];
    await host.set({ messages });
    messages = [
      ...messages,
      message({ content: 'Second' }),
      message({ senderType: 'visitor', content: 'Mine elsewhere' }),
      pending('Mine'),
    ];
    await host.set({ messages });
    expect(spoken(host)).to.deep.equal([]);
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Mara: First', 'Mara: Second']);
    messages = [...messages, message({ content: 'Third' })];
    await host.set({ messages });
    await waitUntil(() => spoken(host)[0] === 'Mara: Third', 'the next was not said', { timeout: 4000 });
    expect(spoken(host)).to.deep.equal(['Mara: Third']);
  });

  it('says what is shown, and no marks of how it was written', async () => {
    const messages = history(3);
    const host = await transcriptFixture({ messages });
    const written = '**Hello**, see [our terms](https://shop.example/terms):\n\n- _one_\n- `two`\n1. three';
    const listed = [message({ content: written }), message({ content: 'plain, after it' })];
    await host.set({ messages: [...messages, ...listed] });
    await speaks(host);
    expect(spoken(host)).to.deep.equal([
      'Mara: Hello, see our terms:\none\ntwo\n1. three',
      'Mara: plain, after it',
    ]);
  });

  it('counts a flood instead of reading it out', async () => {
    const messages = history(3);
    const host = await transcriptFixture({ messages });
    await host.set({ messages: [...messages, ...Array.from({ length: 12 }, () => message())] });
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['12 new messages']);
  });

  it('takes what arrives while loading, and older pages, for history', async () => {
    const all = history(20);
    const host = await transcriptFixture({ messages: all.slice(10, 15), loading: 'initial' });
    await host.set({ messages: all.slice(10), loading: 'none' });
    await host.set({ messages: all });
    await host.set({ messages: [...all, message({ content: 'New' })] });
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Mara: New']);
  });

  it('starts anew with another conversation', async () => {
    const host = await transcriptFixture({ messages: history(3) });
    await host.set({ messages: [...host.props.messages, message({ content: 'Of the first' })] });
    const others = history(5).map((one) => ({ ...one, sessionId: 'other' }));
    await host.set({ messages: others, session: session({ id: 'other' }) });
    await host.set({ messages: [...others, message({ sessionId: 'other', content: 'Of the second' })] });
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Mara: Of the second']);
  });

  it('does not take a new conversation that gets its id for another one', async () => {
    const host = await transcriptFixture({ messages: [], session: null });
    const own = pending('Hello');
    await host.set({ messages: [own] });
    await host.set({ messages: [{ ...own, seq: 1, delivery: 'sent' }], session: session() });
    await host.set({ messages: [...host.props.messages, message({ seq: 2, content: 'Answer' })] });
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Mara: Answer']);
  });
});

describe('transcript: what the live region does not say', () => {
  it('takes messages that arrive late for history when nothing was sent', async () => {
    const host = await transcriptFixture({ messages: [] });
    await host.set({ messages: history(2) });
    expect(host.all('.fresh')).to.deep.equal([]);
    await host.set({ messages: [...host.props.messages, message({ content: 'New' })] });
    expect(host.all('.fresh').length).to.equal(1);
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Mara: New']);
  });

  it('never speaks typing', async () => {
    const host = await transcriptFixture({ messages: history(3), typing: { name: 'Mara' } });
    const typing = host.find('.typing');
    expect(typing.textContent).to.include('Mara is typing');
    const live = '[role="log"], [aria-live], [role="status"], [role="alert"]';
    expect(typing.matches(live) || typing.closest(live) !== null).to.equal(false);
    await expect(host).to.be.accessible();
  });

  it('tells an agent about a colleague, not about oneself', async () => {
    const messages = history(3);
    const host = await transcriptFixture({ messages, side: 'agent' });
    const mine = message({ seq: null, delivery: 'pending', content: 'My reply' });
    await host.set({ messages: [...messages, mine] });
    const stored = { ...mine, seq: 9000, delivery: 'sent' as const };
    await host.set({
      messages: [...messages, stored, message({ seq: 9001, senderName: 'Jonas', content: 'Me too' })],
    });
    await speaks(host);
    expect(spoken(host)).to.deep.equal(['Jonas: Me too']);
  });

  it('leaves no timer behind', async () => {
    const host = await transcriptFixture({ messages: history(3) });
    await host.set({ messages: [...host.props.messages, message({ content: 'Late' })] });
    const log = host.find('[role="log"]');
    host.remove();
    const later = performance.now() + 1300;
    await waitUntil(() => performance.now() > later, 'time stands still', { timeout: 4000 });
    await frame();
    expect(log.children.length).to.equal(0);
  });
});

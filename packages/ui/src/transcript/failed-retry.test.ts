import { expect } from '@open-wc/testing';
import { history, message, pending, transcriptFixture } from '../../test/harness.ts';

describe('transcript: delivery', () => {
  it('shows a word for each step, and a failure with Retry and Delete at its place', async () => {
    const own = (delivery: 'sent' | 'delivered' | 'read') =>
      message({ senderType: 'visitor', delivery, createdAt: Date.now() });
    const words: Record<string, string> = { sent: 'Sent', delivered: 'Delivered', read: 'Read' };
    for (const step of ['sent', 'delivered', 'read'] as const) {
      const host = await transcriptFixture({ messages: [own(step)] });
      expect(host.find('[part~="message"]').dataset['status']).to.equal(step);
      expect(host.find('.meta').textContent).to.include(words[step]);
    }
    const silent = await transcriptFixture({ messages: [own('read')], receipts: false });
    expect(silent.find('.meta').textContent).to.include('Sent');
    const waiting = await transcriptFixture({ messages: [pending('Hi')], receipts: false });
    expect(waiting.find('.meta').textContent).to.include('Sending');
  });

  it('retries and discards by id, keeps the text and the focus in the transcript', async () => {
    const calls: string[] = [];
    const failed = { ...pending('Does it work?'), delivery: 'failed' as const };
    const last = pending('I can call');
    const host = await transcriptFixture({
      messages: [...history(4), failed, last],
      onRetry: (id) => calls.push(`retry ${id}`),
      onDiscard: (id) => calls.push(`discard ${id}`),
    });
    expect(host.texts.slice(-2)).to.deep.equal(['Does it work?', 'I can call']);
    const row = host.find(`[data-id="${failed.id}"]`).closest('li');
    expect(row?.textContent).to.include('Not sent.');
    await expect(host).to.be.accessible();
    const [retry, discard] = row?.querySelectorAll('button') ?? [];
    retry?.focus();
    retry?.click();
    discard?.click();
    expect(calls).to.deep.equal([`retry ${failed.id}`, `discard ${failed.id}`]);
    await host.set({
      messages: [...host.props.messages.slice(0, 4), { ...failed, delivery: 'pending' }, last],
    });
    expect(host.shadowRoot?.activeElement).to.equal(host.scroller);
    expect(host.texts.slice(-2)).to.deep.equal(['Does it work?', 'I can call']);
  });

  it('says a failure once, as an alert, but not one found in history', async () => {
    const failed = { ...pending('Old'), delivery: 'failed' as const };
    const messages = [...history(2), failed];
    const host = await transcriptFixture({ messages });
    expect(host.find('[role="alert"]').textContent).to.equal('');
    const fresh = pending('New');
    await host.set({ messages: [...messages, fresh] });
    await host.set({ messages: [...messages, { ...fresh, delivery: 'failed' }] });
    expect(host.find('[role="alert"]').textContent).to.equal('Not sent.');
  });

  it('offers nothing to press when it is read only', async () => {
    const failed = { ...pending('Old'), delivery: 'failed' as const };
    const host = await transcriptFixture({ messages: [failed], readOnly: true });
    expect(host.all('li button')).to.deep.equal([]);
  });
});

import { expect, waitUntil } from '@open-wc/testing';
import { message, transcriptFixture } from '../../test/harness.ts';
import type { TranscriptHost } from '../../test/harness.ts';

const HOSTILE = [
  'a'.repeat(2000),
  `https://example.com/${'b'.repeat(500)}`,
  `\`${'c'.repeat(500)}\``,
  `\`\`\`\n${'d'.repeat(500)}\n\`\`\``,
  `- ${'e'.repeat(500)}`,
  'Z\u0351\u036b\u0343\u0369\u036b'.repeat(60),
];

function sideOf(host: TranscriptHost, type: string): 'left' | 'right' {
  const bubble = host.find(`[part~="message-${type}"] .bubble`).getBoundingClientRect();
  const room = host.scroller.getBoundingClientRect();
  return bubble.left - room.left < room.right - bubble.right ? 'left' : 'right';
}

describe('transcript: direction and long words', () => {
  it('lets no name and no text turn what stands behind it', async () => {
    const host = await transcriptFixture({
      messages: [
        message({ senderName: 'Mara\u202e (visitor)\u2066', content: 'moc.knab\u202e at\u2066' }),
        message({ senderName: '\u202e' }),
      ],
    });
    await waitUntil(() => host.find('.bubble').textContent === 'moc.knab at');
    expect(host.renderRoot.textContent).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
    expect(host.find('.who').textContent).to.equal('Mara (visitor)');
  });

  it('never scrolls sideways, whatever is written, down to 320 pixels', async () => {
    for (const dir of ['ltr', 'rtl']) {
      for (const senderType of ['visitor', 'agent', 'system'] as const) {
        const host = await transcriptFixture({
          messages: HOSTILE.map((content) => message({ content, senderType, senderName: 'f'.repeat(200) })),
        });
        host.dir = dir;
        host.style.inlineSize = '320px';
        await host.updateComplete;
        expect(host.scroller.scrollWidth).to.be.at.most(host.scroller.clientWidth);
        for (const bubble of host.all('.bubble')) {
          const box = bubble.getBoundingClientRect();
          const room = host.getBoundingClientRect();
          expect(box.left).to.be.at.least(room.left);
          expect(box.right).to.be.at.most(room.right);
        }
      }
    }
  });

  it('mirrors the sides in a right-to-left page', async () => {
    const messages = [message({ senderType: 'visitor', content: 'Hi' }), message({ content: 'Hello' })];
    const host = await transcriptFixture({ messages });
    expect([sideOf(host, 'visitor'), sideOf(host, 'agent')]).to.deep.equal(['right', 'left']);
    host.dir = 'rtl';
    expect([sideOf(host, 'visitor'), sideOf(host, 'agent')]).to.deep.equal(['left', 'right']);
    await expect(host).to.be.accessible();
  });

  it('lets the words of a bubble run their own way without moving its corners', async () => {
    const host = await transcriptFixture({
      messages: [message({ content: 'مرحبا' }), message({ content: 'Hello' })],
    });
    const [arabic, english] = host.all('.bubble').map((bubble) => getComputedStyle(bubble));
    expect(arabic?.direction).to.equal('ltr');
    expect(arabic?.unicodeBidi).to.equal('plaintext');
    expect(arabic?.borderEndStartRadius).to.equal(english?.borderStartStartRadius);
  });

  it('writes names as text', async () => {
    const senderName = '<img src=x onerror="window.hacked=true">';
    const host = await transcriptFixture({
      messages: [message({ senderName, content: 'x' })],
      typing: { name: senderName },
    });
    expect(host.find('.who').textContent).to.equal(senderName);
    expect(host.all('img')).to.deep.equal([]);
    expect((globalThis as { hacked?: boolean }).hacked).to.equal(undefined);
  });
});

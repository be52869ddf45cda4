import { expect, waitUntil } from '@open-wc/testing';
import { widgetTexts } from '../i18n/en/widget.ts';
import { createLocalizer, inboxTexts, noteRow } from '../index.ts';
import type { TranscriptProps } from './transcript-props.ts';
import {
  MINUTE,
  NOON,
  composerFixture,
  message,
  note,
  pending,
  settled,
  transcriptFixture,
} from '../../test/harness.ts';

const at = (minutes: number): { createdAt: number } => ({ createdAt: NOON + minutes * MINUTE });

/** One of everything that a conversation can show. */
function everything(): Partial<TranscriptProps> {
  const messages = [
    message({ senderType: 'visitor', delivery: 'read', content: 'Read', ...at(-1500) }),
    message({ content: '**bold** `code` [link](https://example.com)\n- list\n\n```\nblock\n```', ...at(0) }),
    message({ content: '', deletedAt: 1, ...at(1) }),
    message({ senderType: 'system', content: 'Mara marked this as resolved', ...at(2) }),
    message({ editedAt: 1, content: 'Edited', ...at(3) }),
    message({
      content: '',
      attachments: [{ path: 'f', name: 'offer.pdf', type: 'application/pdf', size: 9 }],
      ...at(4),
    }),
    message({
      senderType: 'visitor',
      delivery: 'delivered',
      content: '`code` and https://example.com',
      ...at(20),
    }),
    message({ senderType: 'visitor', delivery: 'sent', content: 'Sent', ...at(40) }),
    { ...pending('Failed'), delivery: 'failed' as const, ...at(50) },
    { ...pending('Pending'), ...at(60) },
  ];
  return { messages, typing: { name: 'Mara' }, firstUnreadSeq: messages[4]?.seq ?? 0, hasMore: true };
}

describe('transcript and composer: axe finds nothing', () => {
  for (const theme of ['light', 'dark']) {
    for (const dir of ['ltr', 'rtl']) {
      for (const side of ['visitor', 'agent'] as const) {
        it(`${side}’s side, ${theme}, ${dir}`, async () => {
          const locale = dir === 'rtl' ? 'ar' : 'en';
          const texts = createLocalizer({ locale, dictionary: inboxTexts });
          const host = await transcriptFixture();
          host.style.colorScheme = theme;
          host.dir = dir;
          await host.set({
            ...everything(),
            side,
            notes: [note(at(30))],
            renderNote: (one) => noteRow(one, texts),
            localizer: createLocalizer({ locale, dictionary: widgetTexts }),
          });
          const isDrawn = (): boolean =>
            host.all('strong').length === 1 && host.all('.filecard').length === 1;
          await waitUntil(isDrawn, 'the modules that draw text and files are there', { timeout: 5000 });
          await settled(host);
          await expect(host).to.be.accessible();
        });
      }

      it(`composer, ${theme}, ${dir}`, async () => {
        const host = await composerFixture({ maxLength: 20 });
        host.style.colorScheme = theme;
        host.dir = dir;
        for (const text of ['', 'Hello', 'Longer than twenty characters']) {
          await host.type(text);
          await settled(host);
          await expect(host).to.be.accessible();
        }
      });
    }
  }
});

import { expect } from '@open-wc/testing';
import { buildInboxSession } from '@globalchat/core/testing';
import { mount, until } from '../../test/fixture.ts';

const ADDRESS = `https://example.com/${'cabins/'.repeat(20)}`;
const ARABIC = 'هل الكوخ متاح في نهاية الأسبوع القادم لأربعة أشخاص مع كلب صغير ومدفأة؟';

/** Which ends of its text can be seen: [start, end]. */
function seen(element: HTMLElement): readonly boolean[] {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text;
  const box = element.getBoundingClientRect();
  return [0, text.length - 1].map((at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const { left, right } = range.getBoundingClientRect();
    return left >= box.left - 1 && right <= box.right + 1;
  });
}

describe('previews in the list', () => {
  for (const locale of ['en', 'ar']) {
    it(`show how a message starts, whoever wrote it and in whichever direction: ${locale}`, async () => {
      const provider = document.createElement('gc-inbox-provider');
      provider.locale = locale;
      const list = document.createElement('gc-session-list');
      list.style.inlineSize = '360px';
      list.style.blockSize = '600px';
      list.sessions = [ADDRESS, ARABIC].flatMap((lastMessagePreview, at) =>
        (['visitor', 'agent'] as const).map((lastMessageBy) =>
          buildInboxSession({
            id: `${at}-${lastMessageBy}`,
            lastMessageAt: Date.now(),
            lastMessageBy,
            lastMessagePreview,
            agentName: 'Mara',
          }),
        ),
      );
      provider.append(list);
      mount(provider);
      await until(() => provider.dir === (locale === 'ar' ? 'rtl' : 'ltr'));
      const previews = () => [
        ...(list.shadowRoot?.querySelectorAll<HTMLElement>('.preview > [dir=auto]') ?? []),
      ];
      await until(() => previews().length === 4);
      for (const preview of previews()) {
        expect(seen(preview), preview.textContent).to.deep.equal([true, false]);
      }
      const writers = [...(list.shadowRoot?.querySelectorAll('.writer') ?? [])];
      expect(writers.map(({ textContent }) => textContent.trim())).to.deep.equal(['', 'Mara:', '', 'Mara:']);
    });
  }
});

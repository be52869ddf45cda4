import { expect } from '@open-wc/testing';
import { mountWidget, pastConversation, until } from '../../../test/widget-fixture.ts';

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

it('a row tells whether somebody answers now, where the conversation goes on', async () => {
  const first = await mountWidget();
  await pastConversation(first, ['Running']);
  await pastConversation(first, ['Done'], 'resolved');
  const one = await first.reload();
  one.element.open();
  await one.reads('Done');
  const dotOf = (text: string): string | undefined =>
    [...one.root.querySelectorAll('.conv')]
      .find((row) => row.textContent.includes(text))!
      .querySelector('.avatar .dot')?.className;
  expect([dotOf('Running'), dotOf('Done')]).to.deep.equal(['dot', undefined]);
});

describe('previews on the home screen', () => {
  for (const locale of ['en', 'ar', 'he']) {
    it(`show how a message starts, whoever wrote it and in whichever direction: ${locale}`, async () => {
      const first = await mountWidget({ settings: { locale } });
      // The team wrote the last message of the second conversation, the visitor those of the others.
      await pastConversation(first, [ADDRESS]);
      await pastConversation(first, ['?', ADDRESS]);
      await pastConversation(first, [ARABIC]);
      const one = await first.reload({ locale });
      one.element.open();
      await one.reads(ARABIC);
      const dir = locale === 'en' ? 'ltr' : 'rtl';
      await until(() => one.root.querySelector<HTMLElement>('.view')!.dir === dir);
      const previews = [...one.root.querySelectorAll<HTMLElement>('.preview > .truncate')];
      expect(previews.map(({ textContent }) => textContent.slice(0, 10)).sort()).to.deep.equal(
        [ADDRESS, ADDRESS, ARABIC].map((text) => text.slice(0, 10)),
      );
      for (const preview of previews) expect(seen(preview), preview.textContent).to.deep.equal([true, false]);
    });
  }
});

// Risk: a page that follows the language of the chat hears of none, of one twice, or of English in between.
import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

function listen(one: WidgetFixture): string[] {
  const heard: string[] = [];
  one.element.on('locale', ({ locale }) => heard.push(locale));
  return heard;
}

const spoken = ({ root }: WidgetFixture): string | null | undefined =>
  root.querySelector('.view')?.getAttribute('lang');

describe('the language of the chat', () => {
  it('is told when it changes, once and never by way of English, open and closed', async () => {
    const one = await mountWidget({ settings: { locale: 'de' } });
    const heard = listen(one);
    one.element.open();
    await one.shown('Emoji');
    await one.shown('Nachricht');
    const languages = new Set<string | null | undefined>();
    const observer = new MutationObserver(() => languages.add(spoken(one)));
    observer.observe(one.root, { attributes: true, subtree: true });
    one.element.setLocale('fr');
    await until(() => heard.length === 1);
    one.element.close();
    one.element.setLocale('ar');
    await until(() => heard.length === 2);
    one.element.setLocale('tlh');
    await until(() => heard.length === 3);
    observer.disconnect();
    expect(heard).to.deep.equal(['fr', 'ar', 'en']);
    languages.delete('de');
    expect([...languages]).to.deep.equal(['fr', 'ar', 'en']);
  });

  it('is not told where it is the one that the chat began with', async () => {
    const one = await mountWidget({ settings: { locale: 'pl' } });
    const heard = listen(one);
    one.element.open();
    await until(() => spoken(one) === 'pl' && one.root.querySelector('.composer .emoji, [aria-haspopup]'));
    one.element.setLocale('cs');
    await until(() => heard.length > 0);
    expect(heard).to.deep.equal(['cs']);
  });
});

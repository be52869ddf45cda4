import { expect } from '@open-wc/testing';
import { ask, control, faultOf, sent, stored } from '../../../test/pre-chat-form.ts';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

const consent = (one: Awaited<ReturnType<typeof mountWidget>>): string =>
  control(one, '').labels![0]!.textContent.replace(/\s+/g, ' ').trim();

describe('consent that the owner demands', () => {
  it('refused, lets nothing go: no message, no sign-in, no trace', async () => {
    const one = await mountWidget({ config: { consentRequired: true } });
    await one.openNew();
    await ask(one, 'Hello');
    one.button('Continue').click();
    await until(() => faultOf(one, 'I agree') === 'Tick this to go on.');
    await until(() => one.root.activeElement === control(one, 'I agree'), 'it has the focus');
    one.button('Cancel').click();
    await until(() => one.textbox?.value === 'Hello');
    expect(stored(one)).to.deep.equal([]);
    expect(one.transport.faults.calls.map(({ method }) => method)).not.to.include('signIn');
    expect(one.browser.storage.getItem(`globalchat:${one.backend.widgetId}:asked`)).to.equal(null);
  });

  it('holds for the page, which cannot agree for its visitor', async () => {
    const one = await mountWidget({ config: { consentRequired: true } });
    await one.openNew();
    const code = await one.element.send('From the page').then(
      () => 'sent',
      (error: { code?: string }) => error.code,
    );
    expect([code, stored(one)]).to.deep.equal(['consent_required', []]);
    const agreed: string[] = [];
    one.element.on('consent', ({ consentAt }) => agreed.push(consentAt));
    await ask(one, 'From the visitor');
    control(one, 'I agree').click();
    one.button('Continue').click();
    await sent(one, 'From the visitor');
    expect(agreed).to.deep.equal([one.backend.database.sessions()[0]?.visitorMetadata['consent_at']]);
    await one.element.send('From the page');
    await sent(one, 'From the visitor', 'From the page');
  });

  it('is in the words of the owner, and of the language', async () => {
    const texts = {
      consent:
        'Rules of [the house](https://fjellhus.example/rules), and <b>no</b> [more](javascript:alert(1)).',
    };
    const one = await mountWidget({
      config: { consentRequired: true, texts, locales: { de: { consent: 'Ich bin einverstanden.' } } },
    });
    await one.openNew();
    await ask(one, 'Hello');
    expect(consent(one)).to.equal('Rules of the house, and <b>no</b> [more](javascript:alert(1)).');
    const links = [...one.root.querySelectorAll<HTMLAnchorElement>('.asking a')];
    expect(links.map(({ href, rel, target }) => [href, rel, target])).to.deep.equal([
      ['https://fjellhus.example/rules', 'noopener noreferrer', '_blank'],
    ]);
    const german = await mountWidget({
      backend: one.backend,
      settings: { locale: 'de', texts: { sendMessage: 'Send message', message: 'Message' } },
    });
    await german.openNew();
    await ask(german, 'Hallo');
    expect(consent(german)).to.equal('Ich bin einverstanden.');
  });

  it('links to the privacy notice where the owner has one, and to nothing that is no web page', async () => {
    for (const [address, links] of [
      ['https://fjellhus.example/privacy', 1],
      ['javascript:alert(1)', 0],
    ] as const) {
      const one = await mountWidget({ config: { consentRequired: true, texts: { privacy_url: address } } });
      await one.openNew();
      await ask(one, 'Hello');
      expect(consent(one)).to.equal('I agree to the privacy notice.');
      expect(one.root.querySelectorAll('.asking a').length, address).to.equal(links);
    }
  });
});

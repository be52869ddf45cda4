import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { mountWidget, pastConversation, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const offered = (one: WidgetFixture): string[] =>
  [...one.root.querySelectorAll('.suggestions button')].map(({ textContent }) => textContent);

describe('suggested questions', () => {
  after(() => emulateMedia({ reducedMotion: 'no-preference' }));
  before(() => emulateMedia({ reducedMotion: 'reduce' }));

  it('start the conversation with their words', async () => {
    const one = await mountWidget({
      config: { texts: { suggestions: 'Is a cabin free?\n  Do you take dogs?  \n' } },
    });
    await one.openNew();
    (await one.shown('Do you take dogs?')).click();
    await until(() => one.backend.database.sessions().length === 1, 'the conversation exists');
    const [message] = one.backend.database.messages(one.backend.database.sessions()[0]!.id);
    expect(message?.content).to.equal('Do you take dogs?');
    await until(() => offered(one).length === 0, 'they are gone');
  });

  it('stay behind the questions of the owner, and keep what was typed', async () => {
    const one = await mountWidget({ config: { texts: { suggestions: 'Hello?' }, consentRequired: true } });
    await one.openNew();
    await one.shown('Hello?');
    one.type('Half a sentence');
    (await one.shown('Hello?')).click();
    await until(() => one.root.querySelector('input[type=checkbox]'), 'consent is asked for');
    expect(one.backend.database.sessions()).to.deep.equal([]);
    expect(one.element.isConnected).to.equal(true);
  });

  it('are in the visitor’s language where the owner wrote them, five at most, and only text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const one = await mountWidget({
      settings: { locale: 'de' },
      config: {
        texts: { suggestions: 'English' },
        locales: { de: { suggestions: ['1', '2', evil, '4', '5', '6'].join('\n') } },
      },
    });
    one.element.open();
    await one.shown(evil);
    expect(offered(one)).to.deep.equal(['1', '2', evil, '4', '5']);
    expect(one.root.querySelector('img')).to.equal(null);
    await expect(one.element).to.be.accessible();
  });

  it('are not in a conversation that has begun', async () => {
    const first = await mountWidget({ config: { texts: { suggestions: 'Hello?' } } });
    await pastConversation(first, ['A question']);
    const one = await first.reload();
    one.element.open();
    await one.reads('A question');
    expect(offered(one)).to.deep.equal([]);
  });
});

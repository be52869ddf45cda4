import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { ask, control, faultOf, fill, FORM, question, sent } from '../../../test/pre-chat-form.ts';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

const evil = '<img src=x onerror="document.title=1"><b>bold</b>';

describe('a hostile form', () => {
  it('shows its labels and options as text, however large, and stays as wide as the panel', async () => {
    const one = await mountWidget({
      config: {
        preChat: [
          question('name', evil),
          question('long', 'W'.repeat(100_000)),
          question('many', evil.repeat(50), {
            type: 'select',
            options: Array.from({ length: 100 }, (_, at) => `${at} ${evil.repeat(20)}`),
          }),
          question('box', 'x'.repeat(5000), { type: 'checkbox' }),
        ],
      },
    });
    await one.openNew();
    await ask(one, evil);
    await one.reads(evil);
    expect(one.root.querySelector('.asking :is(img, b)')).to.equal(null);
    expect(one.root.querySelectorAll('.asking option').length).to.equal(51);
    const { clientWidth, scrollWidth } = one.root.querySelector('.asking')!;
    expect(scrollWidth).to.be.at.most(clientWidth);
    expect(one.root.querySelector('.asking')!.textContent.length).to.be.below(60_000);
  });

  it('takes no name that nobody can see', async () => {
    const one = await mountWidget({ config: { preChat: [question('name', 'Name')] } });
    await one.openNew();
    await ask(one, 'Hello');
    for (const name of ['\u3164', '\u200b\u2060', ' \ufe0f\u{e0041}']) {
      fill(one, 'Name', name);
      one.button('Continue').click();
      await until(() => faultOf(one, 'Name') === 'Fill in Name.', 'it is empty');
      fill(one, 'Name', 'Ida');
      await until(() => faultOf(one, 'Name') !== 'Fill in Name.', 'it is filled in');
    }
    one.button('Continue').click();
    await sent(one, 'Hello');
  });

  it('asks each key once, and nothing that cannot be answered or stored', async () => {
    const one = await mountWidget({
      config: {
        preChat: [
          question('topic', 'Topic'),
          question('topic', 'Topic again', { type: 'checkbox' }),
          question('__proto__', 'Prototype'),
          question('consent', 'Owner’s own'),
          question('Bad Key"', 'Bad key'),
          question('empty', 'Nothing to choose', { type: 'select', options: ['', ' '] }),
          ...Array.from({ length: 50 }, (_, at) => question(`more_${at}`, `More ${at}`, { required: false })),
        ],
        consentRequired: true,
      },
    });
    await one.openNew();
    await ask(one, 'Hello');
    const labels = [...one.root.querySelectorAll('.asking label')].map((label) => label.textContent.trim());
    expect(labels.slice(0, 3)).to.deep.equal(['Topic', 'Owner’s own', 'More 0 optional']);
    expect(labels.length).to.equal(11);
    const ids = [...one.root.querySelectorAll('.asking [id]')].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    fill(one, 'Topic', 'Boats');
    control(one, 'I agree').click();
    one.button('Continue').click();
    await until(() => faultOf(one, 'Owner’s own') === 'Fill in Owner’s own.', 'it is no consent');
    fill(one, 'Owner’s own', 'yes');
    one.button('Continue').click();
    await sent(one, 'Hello');
    expect(one.backend.database.sessions()[0]!.visitorMetadata['fields']).to.deep.equal({
      topic: 'Boats',
      consent: 'yes',
    });
  });

  it('of patterns that hang or break other forms is filled in all the same', async () => {
    const one = await mountWidget({
      config: {
        preChat: [
          question('slow', 'Slow', { pattern: '(a+)+$' }),
          question('broken', 'Broken', { pattern: '([a-z' }),
          question('around', 'Around', { pattern: '(?=.*\\d)(?!x).+' }),
          question('plate', 'Plate', { pattern: '[A-Z]{2}\\d{4,5}' }),
        ],
      },
    });
    await one.openNew();
    await ask(one, 'Hello');
    expect(one.root.querySelector('.asking [pattern]')).to.equal(null);
    fill(one, 'Slow', `${'a'.repeat(60)}!`);
    fill(one, 'Broken', '?');
    fill(one, 'Around', 'x');
    fill(one, 'Plate', 'ab 123');
    const began = performance.now();
    one.button('Continue').click();
    await until(() => faultOf(one, 'Plate') === 'Check Plate.');
    expect(performance.now() - began).to.be.below(3000);
    expect(['Slow', 'Broken', 'Around'].map((label) => faultOf(one, label))).to.deep.equal([
      'Check Slow.',
      '',
      '',
    ]);
    fill(one, 'Slow', 'aaa');
    fill(one, 'Plate', 'AB12345');
    one.button('Continue').click();
    await sent(one, 'Hello');
  });

  it('answered at length, still fits into what the database takes', async () => {
    const keys = Array.from({ length: 10 }, (_, at) => `key_${at}`);
    const title = document.title;
    document.title = '山'.repeat(400);
    const one = await mountWidget({ config: { preChat: keys.map((key) => question(key, key)) } });
    await one.openNew();
    await ask(one, 'Hello');
    for (const key of keys) fill(one, key, '🏔'.repeat(100));
    one.button('Continue').click();
    await sent(one, 'Hello');
    document.title = title;
    const { visitorMetadata } = one.backend.database.sessions()[0]!;
    expect(new TextEncoder().encode(JSON.stringify(visitorMetadata)).length).to.be.below(2000);
    const answers = Object.values(visitorMetadata['fields'] as Record<string, string>);
    expect(answers.length).to.equal(10);
    for (const answer of answers) expect(answer).to.match(/^🏔{5,}$/u);
  });
});

describe('axe finds nothing in the form', () => {
  before(() => emulateMedia({ reducedMotion: 'reduce' }));
  after(async () => {
    await emulateMedia({ reducedMotion: 'no-preference' });
    await setViewport({ width: 1024, height: 768 });
  });

  for (const theme of ['light', 'dark']) {
    for (const locale of ['en', 'ar']) {
      it(`${theme}, ${locale}: as asked, with every fault, at 320 pixels`, async () => {
        await setViewport({ width: 320, height: 640 });
        const texts = {
          message: 'Message',
          sendMessage: 'Send message',
          continue: 'Continue',
          tickThis: 'Tick',
        };
        const config = { ...FORM, texts: { privacy_url: 'https://fjellhus.example/privacy' } };
        const one = await mountWidget({ config, settings: { theme, locale, texts } });
        await one.openNew();
        await ask(one, 'Hello');
        const view = one.root.querySelector<HTMLElement>('.view')!;
        await until(() => view.dir === (locale === 'ar' ? 'rtl' : 'ltr'));
        await expect(one.element).to.be.accessible();
        one.button('Continue').click();
        await one.reads('Tick');
        await expect(one.element).to.be.accessible();
        const label = control(one, 'Send me').labels![0]!.getBoundingClientRect();
        const box = control(one, 'Send me').getBoundingClientRect();
        expect(box.left > label.left).to.equal(locale === 'ar');
        expect(view.scrollWidth).to.be.at.most(view.clientWidth);
      });
    }
  }
});

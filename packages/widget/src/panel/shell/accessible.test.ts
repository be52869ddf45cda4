import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { pastConversation, mountWidget } from '../../../test/widget-fixture.ts';
import type { WidgetFixtureOptions } from '../../../test/widget-fixture.ts';

/** Names that these tests look for stay as they are; everything else is Arabic. */
const NAMES = {
  message: 'Message',
  save: 'Save',
  howDidWeDo: 'How did we do?',
  sendRating: 'Send rating',
  notSent: 'Not sent.',
  sendMessage: 'Send message',
};

describe('axe finds nothing', () => {
  after(() => emulateMedia({ reducedMotion: 'no-preference' }));
  before(() => emulateMedia({ reducedMotion: 'reduce' }));

  for (const theme of ['light', 'dark']) {
    for (const dir of ['ltr', 'rtl']) {
      const settings: WidgetFixtureOptions['settings'] = {
        theme,
        ...(dir === 'rtl' && { locale: 'ar', texts: NAMES }),
      };
      const name = `${theme}, ${dir}`;

      it(`launcher, new conversation: ${name}`, async () => {
        const one = await mountWidget({ settings });
        await expect(one.element).to.be.accessible();
        one.element.open();
        await one.shown('Message');
        expect(one.root.querySelector<HTMLElement>('.view')!.dir).to.equal(dir);
        await expect(one.element).to.be.accessible();
      });

      it(`home, conversation, end of a conversation: ${name}`, async () => {
        const first = await mountWidget({ settings });
        await pastConversation(first, ['A question', '**Bold** and [a link](https://example.com)', 'Thanks']);
        await pastConversation(first, ['Something else', 'Done'], 'resolved');
        const one = await first.reload();
        one.element.open();
        await one.reads('Thanks');
        await expect(one.element).to.be.accessible();
        const open = (text: string): void =>
          [...one.root.querySelectorAll<HTMLElement>('li button')]
            .find((item) => item.textContent.includes(text))!
            .click();
        open('Thanks');
        await one.reads('A question');
        await expect(one.element).to.be.accessible();
        one.root.querySelector<HTMLElement>('.back')!.click();
        await one.reads('Done');
        open('Done');
        await one.reads('How did we do?');
        one.root.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.click();
        await one.shown('Send rating');
        await expect(one.element).to.be.accessible();
      });

      it(`away, refused message: ${name}`, async () => {
        const one = await mountWidget({
          settings,
          config: {
            availability: {
              online: false,
              changesAt: null,
              nextOpenAt: Date.now() + 50_000_000,
              replyMinutes: null,
            },
          },
        });
        one.element.open();
        await one.shown('Save');
        await expect(one.element).to.be.accessible();
        one.transport.faults.failNext('sendMessage', 'rate_limited', { times: 20, retryAfter: 60_000 });
        one.transport.faults.failNext('openSession', 'blocked');
        await one.send('Hello');
        await one.reads('Not sent.');
        await expect(one.element).to.be.accessible();
      });
    }
  }

  it('in full screen, with a custom accent, in the flow of the page', async () => {
    await setViewport({ width: 390, height: 780 });
    const full = await mountWidget({ config: { colors: { primary: '#ffd21f' } } });
    await full.openNew();
    await full.send('Hello');
    await expect(full.element).to.be.accessible();
    full.element.remove();
    await setViewport({ width: 1024, height: 768 });
    const inline = await mountWidget({ settings: { placement: 'inline' } });
    await inline.shown('Message');
    expect(inline.root.querySelector('section')?.ariaLabel).to.equal('Chat');
    expect(inline.find('Close chat')).to.equal(undefined);
    await expect(inline.element).to.be.accessible();
  });
});

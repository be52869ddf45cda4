import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { pdfFile } from '../../../../ui/test/pictures.ts';
import { ask, control, faultOf, fill, FORM, question, sent, stored } from '../../../test/pre-chat-form.ts';
import { mountWidget, until, warnings } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const visits = (one: WidgetFixture) => one.backend.database.sessions()[0]!;
const isAsked = (one: WidgetFixture): boolean => one.root.querySelector('.asking') !== null;
const focused = (one: WidgetFixture): string | undefined =>
  (one.root.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent.trim();

async function answerAll(one: WidgetFixture): Promise<void> {
  fill(one, 'Name', ' Ida Lindqvist ');
  fill(one, 'Email', 'ida@fjellhus.example');
  control(one, 'I agree').click();
  one.button('Continue').click();
  await until(() => !isAsked(one), 'the form is gone');
}

describe('the questions before a conversation', () => {
  it('come after the first Send; answered, they go with the message that nobody has to send again', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    expect(isAsked(one)).to.equal(false);
    await ask(one, 'Is the cabin free?');
    await one.reads('Is the cabin free?');
    await until(() => focused(one) === 'Name', 'the first question has the focus');
    expect(stored(one)).to.deep.equal([]);
    expect(one.transport.faults.calls.some(({ method }) => method === 'signIn')).to.equal(false);

    fill(one, 'Topic', 'A booking');
    control(one, 'Send me offers').click();
    await answerAll(one);
    await sent(one, 'Is the cabin free?');
    const { visitorName, visitorEmail, visitorMetadata } = visits(one);
    expect([visitorName, visitorEmail]).to.deep.equal(['Ida Lindqvist', 'ida@fjellhus.example']);
    expect(visitorMetadata['fields']).to.deep.equal({ topic: 'A booking', offers: true });
    expect(Date.now() - Date.parse(visitorMetadata['consent_at'] as string)).to.be.within(0, 60_000);
    await until(() => one.textbox.value === '' && one.root.activeElement === one.textbox);
  });

  it('say what is missing, one by one, and lead to the first of it', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'Hello');
    fill(one, 'Email', 'ida@fjellhus');
    control(one, 'Email').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => focused(one) === 'Name', 'the first fault has the focus');
    expect(['Name', 'Email', 'Topic', 'I agree'].map((label) => faultOf(one, label))).to.deep.equal([
      'Fill in Name.',
      'Enter an email like name@example.com.',
      '',
      'Tick this to go on.',
    ]);
    fill(one, 'Name', 'Ida');
    await until(() => faultOf(one, 'Name') === '', 'what was put right is right');
    one.button('Continue').click();
    await until(() => focused(one) === 'Email', 'the next one has the focus');
    fill(one, 'Email', 'ida@fjellhus.example');
    one.button('Continue').click();
    await until(() => focused(one)?.startsWith('I agree'), 'then the consent');
    expect(stored(one)).to.deep.equal([]);
  });

  it('gone back from, leave the draft and the files where they were', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await one.shown('Attach a file');
    const transfer = new DataTransfer();
    transfer.items.add(pdfFile('offer.pdf'));
    const input = one.root.querySelector<HTMLInputElement>('input[type="file"]')!;
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    await until(() => one.root.querySelector('.files .file:not(.waiting)'), 'the file is chosen');
    await ask(one, 'See the offer');
    one.button('Cancel').click();
    await until(() => one.textbox?.value === 'See the offer' && one.root.activeElement === one.textbox);
    expect(one.root.querySelector('.files')!.textContent).to.contain('offer.pdf');

    one.button('Send message').click();
    await one.shown('Continue');
    one.button('Back').click();
    (await one.shown('Start a conversation')).click();
    await until(() => one.textbox?.value === 'See the offer' && one.root.querySelector('.files .file'));
    one.button('Send message').click();
    await one.shown('Continue');
    await answerAll(one);
    await sent(one, 'See the offer');
    const [message] = one.backend.database.messages(visits(one).id);
    expect(message!.attachments.map(({ name }) => name)).to.deep.equal(['offer.pdf']);
  });

  it('left by a reload, keep the draft', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'Half a conversation');
    const again = await one.reload();
    await again.openNew();
    await until(() => again.textbox.value === 'Half a conversation');
  });

  it('stay while the panel is closed, and take the focus when it opens', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'Hello');
    fill(one, 'Name', 'Ida');
    one.element.close();
    await until(() => one.element.state === 'closed');
    one.root.querySelector<HTMLElement>('.launcher')!.click();
    await one.shown('Continue');
    expect(control(one, 'Name').value).to.equal('Ida');
  });

  it('are asked once: not for the next conversation, nor after a reload, nor when one may leave them open', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'First');
    await answerAll(one);
    await sent(one, 'First');
    const again = await one.reload();
    again.element.open();
    await again.reads('First');
    again.button('Back').click();
    (await again.shown('Start a conversation')).click();
    await again.shown('Message');
    await again.send('Second');
    await until(() => stored(again).length === 2, 'it went at once');
    const consents = again.backend.database
      .sessions()
      .map(({ visitorMetadata }) => visitorMetadata['consent_at']);
    expect(consents[0]).to.be.a('string');
    expect(new Set(consents).size).to.equal(1);
  });

  it('are asked again when the owner demands one more, and only that one', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'First');
    await answerAll(one);
    await sent(one, 'First');
    const { config } = one.backend.database.widgets.get(one.backend.widgetId)!;
    const preChat = [...FORM.preChat!, question('order', 'Order number')];
    one.backend.database.widgets.set(one.backend.widgetId, {
      ...one.backend.database.widgets.get(one.backend.widgetId)!,
      config: { ...config, preChat },
    });
    const again = await one.reload();
    again.element.open();
    await again.reads('First');
    again.button('Back').click();
    (await again.shown('Start a conversation')).click();
    await again.shown('Message');
    await ask(again, 'Second');
    expect(again.root.querySelectorAll('.asking :is(input, select)').length).to.equal(1);
    fill(again, 'Order number', '17');
    again.button('Continue').click();
    await until(() => stored(again).length === 2);
  });

  it('are asked of the next visitor after a reset, who is nobody the first one was', async () => {
    const one = await mountWidget({ config: FORM });
    await one.openNew();
    await ask(one, 'Mine');
    await answerAll(one);
    await sent(one, 'Mine');
    await one.element.reset();
    await until(() => one.textbox?.value === '' && !one.root.textContent.includes('Mine'));
    expect(one.browser.storage.getItem(`globalchat:${one.backend.widgetId}:asked`)).to.equal(null);
    await ask(one, 'Theirs');
    expect([control(one, 'Name').value, control(one, 'Email').value]).to.deep.equal(['', '']);
  });

  it('are asked of the next visitor also where the browser refuses storage', async () => {
    const refuse = (): never => {
      throw new DOMException('refused', 'SecurityError');
    };
    const one = await mountWidget({ config: FORM, settings: { launcher: 'none' } });
    const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
    one.element.update({ environment: { ...one.environment, storage }, launcher: null });
    await one.openNew();
    await ask(one, 'Mine');
    await answerAll(one);
    await sent(one, 'Mine');
    await one.element.reset();
    await until(() => one.textbox?.value === '' && !one.root.textContent.includes('Mine'));
    await ask(one, 'Theirs');
  });

  it('are not asked about what the page told, unless that cannot be right', async () => {
    const one = await mountWidget({
      config: FORM,
      settings: { visitor: { name: 'Ida', email: 'ida at home' } },
    });
    await one.openNew();
    await ask(one, 'Hello');
    expect(one.root.querySelectorAll('.asking .field').length).to.equal(4);
    expect(control(one, 'Email').value).to.equal('ida at home');
    fill(one, 'Email', 'ida@home.example');
    control(one, 'I agree').click();
    one.button('Continue').click();
    await sent(one, 'Hello');
    expect([visits(one).visitorName, visits(one).visitorEmail]).to.deep.equal(['Ida', 'ida@home.example']);
    const known = await mountWidget({
      config: { preChat: FORM.preChat!.slice(0, 2) },
      settings: { visitor: { name: 'Ida', email: 'i@d.example' } },
    });
    await known.openNew();
    await known.send('Nothing to ask');
    await sent(known, 'Nothing to ask');
  });

  it('are not asked where they cannot be known: what is written without a config goes, and waits in no box', async () => {
    await warnings(async () => {
      const one = await mountWidget({ config: FORM });
      one.transport.faults.failNext('widgetConfig', 'network', { times: 2 });
      await one.openNew();
      await one.shown('Retry');
      await one.send('Hello');
      await sent(one, 'Hello');
      expect(one.textbox.value).to.equal('');
    });
  });

  it('nobody asked for cost nothing: no form, no chunk, no second press', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.send('Hello');
    await sent(one, 'Hello');
    expect(visits(one).visitorMetadata).not.to.have.any.keys('fields', 'consent_at');
  });
});

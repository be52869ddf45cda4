import { expect, oneEvent } from '@open-wc/testing';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { GcBeforeSendEvent, GcMessageEvent, GcSendEvent } from '../../index.ts';

describe('a conversation', () => {
  it('starts with the composer, carries a message to the team and shows the answer', async () => {
    const one = await mountWidget();
    await one.openNew();
    await until(() => one.root.activeElement === one.textbox, 'the composer has the focus');
    await one.send('Is the lake cabin free?');
    await until(
      () => one.root.querySelector('[part~="message-visitor"]')?.getAttribute('data-status') !== 'pending',
    );
    const [session] = one.backend.database.sessions();
    expect(one.backend.database.messages(session!.id).map(({ content }) => content)).to.deep.equal([
      'Is the lake cabin free?',
    ]);
    await one.answer('It is.');
    await one.reads('It is.');
    expect(one.root.querySelector('[part~="message-agent"]')?.getAttribute('data-id')).to.be.a('string');
  });

  it('is there again after a reload, and a second browser sees nothing of it', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.send('Remember me');
    await until(() => one.backend.database.sessions().length === 1);
    const again = await one.reload();
    await again.openNew();
    await again.reads('Remember me');
    const other = await mountWidget({ backend: one.backend });
    await other.openNew();
    expect(other.root.textContent).not.to.contain('Remember me');
  });

  it('lists several conversations by their last message, opens one, and starts another', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['Is there firewood?', 'It is included.'], 'resolved');
    await pastConversation(first, ['Is the cabin free?', 'It is free.']);
    const one = await first.reload();
    one.element.open();
    await one.shown('Start a conversation');
    await one.reads('It is included.');
    const item = [...one.root.querySelectorAll('li button')].find((button) =>
      button.textContent.includes('It is free.'),
    );
    (item as HTMLElement).click();
    await one.reads('Is the cabin free?');
    one.button('Back').click();
    (await one.shown('Start a conversation')).click();
    await one.shown('Message');
    expect(one.root.querySelectorAll('[part~="message"]').length).to.equal(0);
  });

  it('tells the page what happens', async () => {
    const one = await mountWidget();
    await one.openNew();
    const sent = oneEvent(one.element, 'gc-send') as unknown as Promise<GcSendEvent>;
    const created = oneEvent(one.element, 'gc-session');
    await one.send('Hello');
    expect((await sent).content).to.equal('Hello');
    await created;
    expect(one.element.session?.status).to.equal('open');
    const arrived = oneEvent(document, 'gc-message') as unknown as Promise<GcMessageEvent>;
    await one.answer('Hi');
    expect((await arrived).message.content).to.equal('Hi');
  });

  it('lets the page hold a message back, and keeps its text', async () => {
    const one = await mountWidget();
    await one.openNew();
    let asked = '';
    one.element.on('before-send', (event: GcBeforeSendEvent) => {
      asked = event.content;
      event.preventDefault();
    });
    one.type('My card number is 4111');
    one.button('Send message').click();
    await until(() => asked !== '');
    expect(one.textbox.value).to.equal('My card number is 4111');
    expect(one.transport.faults.calls.map(({ method }) => method)).not.to.contain('sendMessage');
  });

  it('shows unread messages on the launcher while closed, and none once they are seen', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.send('Hello');
    await until(() => one.element.session);
    one.element.close();
    await one.answer('Hi');
    await until(() => one.element.unreadCount === 1, 'one is unread');
    expect(one.element.matches(':state(unread)')).to.equal(true);
    expect(one.root.querySelector('[part="badge"]')?.textContent).to.equal('1');
    expect(one.button('Open chat').ariaDescription).to.equal('1 unread message');
    one.element.open();
    await until(() => one.element.unreadCount === 0, 'it is read');
    expect(one.element.matches(':state(unread)')).to.equal(false);
  });

  it('goes on with a resolved conversation when the visitor writes again', async () => {
    const first = await mountWidget({
      config: {
        features: {
          sounds: true,
          receipts: true,
          typing: true,
          attachments: true,
          csat: false,
          editMinutes: 5,
        },
      },
    });
    await pastConversation(first, ['One thing', 'Done.'], 'resolved');
    const one = await first.reload();
    one.element.open();
    await one.reads('Done.');
    one.root.querySelector<HTMLElement>('li button')!.click();
    (await one.shown('Write again')).click();
    await one.shown('Message');
    await one.send('One more thing');
    await until(() => one.backend.database.sessions()[0]?.status === 'open');
  });

  it('takes a rating once', async () => {
    const first = await mountWidget();
    const id = await pastConversation(first, ['One thing', 'Done.'], 'resolved');
    const one = await first.reload();
    one.element.open();
    await one.reads('Done.');
    one.root.querySelector<HTMLElement>('li button')!.click();
    await one.reads('How did we do?');
    const rated = oneEvent(one.element, 'gc-rate');
    one.root.querySelectorAll<HTMLInputElement>('input[type=radio]')[3]!.click();
    (await one.shown('Send rating')).click();
    await rated;
    await one.reads('Thanks. That helps us.');
    expect(one.backend.database.sessions().find((session) => session.id === id)?.rating).to.equal(4);
  });
});

import { expect } from '@open-wc/testing';
import { pastConversation, mountWidget, until, warnings } from '../../../test/widget-fixture.ts';

describe('what was typed', () => {
  it('is there after closing and opening, and after a reload', async () => {
    const one = await mountWidget();
    await one.openNew();
    one.type('Half a thou');
    one.element.close();
    await until(() => one.element.state === 'closed');
    one.element.open();
    await one.shown('Message');
    expect(one.textbox.value).to.equal('Half a thou');
    const again = await one.reload();
    await again.openNew();
    await until(() => again.textbox.value === 'Half a thou');
  });

  it('belongs to its conversation', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['About cabins', 'Yes?'], 'resolved');
    await pastConversation(first, ['About boats', 'Yes?']);
    const one = await first.reload();
    one.element.open();
    const choose = async (text: string): Promise<void> => {
      await one.shown('Start a conversation');
      // Both conversations end in the same answer, so they are told apart by what is in them.
      for (const item of [...one.root.querySelectorAll<HTMLElement>('li button')]) {
        item.click();
        await until(() => one.root.querySelector('[part~="message"]'));
        if (one.root.textContent.includes(text)) return;
        one.button('Back').click();
        await one.shown('Start a conversation');
      }
    };
    await choose('About boats');
    one.type('Boat draft');
    one.button('Back').click();
    (await one.shown('Start a conversation')).click();
    await one.shown('Message');
    expect(one.textbox.value).to.equal('');
    one.button('Back').click();
    await choose('About boats');
    await until(() => one.textbox.value === 'Boat draft');
  });

  it('is kept when the backend is stopped, and goes out by itself when it is back', async () => {
    const one = await mountWidget();
    await warnings(async () => {
      await one.openNew();
      one.transport.faults.setOnline(false);
      one.type('Are you there?');
      one.button('Send message').click();
      await one.reads('Are you there?');
      const bubble = one.root.querySelector('[part~="message-visitor"]')!;
      expect(bubble.getAttribute('data-status')).to.equal('pending');
      expect(one.backend.database.sessions().length).to.equal(0);
      one.transport.faults.setOnline(true);
      one.environment.wake();
      await until(() => one.backend.database.sessions().length === 1, 'it is stored');
      await until(
        () => one.root.querySelector('[part~="message-visitor"]')?.getAttribute('data-status') === 'sent',
        'it says so',
      );
    });
  });

  it('is filled in by the page, but never over what somebody typed', async () => {
    const one = await mountWidget();
    one.element.prefill('I have a question about order 12');
    await one.openNew();
    await until(() => one.textbox.value === 'I have a question about order 12');
    one.type('My own words');
    one.element.prefill('Something else');
    await until(() => one.element.draft === 'Something else');
    await one.reads('Online');
    expect(one.textbox.value).to.equal('My own words');
  });
});

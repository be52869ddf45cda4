// Risk: a limit holds a message back, and the visitor is not told which one, or until when.
import { expect } from '@open-wc/testing';
import { GlobalChatError } from '@globalchat/core';
import type { GlobalChatErrorCode } from '@globalchat/core';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const line = ({ root }: WidgetFixture): string =>
  root.querySelector('.inline-error > span')?.textContent.replace(/[\u2066\u2069]/g, '') ?? '';

/** What the server answers to one kind of call until `again` says otherwise. */
function refuse(
  one: WidgetFixture,
  call: 'sendMessage' | 'openSession',
  code: GlobalChatErrorCode,
  retryAfter?: number,
): () => void {
  const real: unknown = Reflect.get(one.transport, call);
  Object.assign(one.transport, {
    [call]: () => Promise.reject(new GlobalChatError(code, code, retryAfter ? { retryAfter } : {})),
  });
  return () => Object.assign(one.transport, { [call]: real });
}

const write = (one: WidgetFixture, text: string): void => {
  one.type(text);
  one.button('Send message').click();
};

describe('a limit', () => {
  it('of messages is told with the time until the next one goes, which runs, and it goes', async () => {
    const one = await mountWidget();
    await one.openNew();
    await one.send('The first');
    const again = refuse(one, 'sendMessage', 'rate_limited', 3000);
    write(one, 'The second');
    await until(
      () => /^You’re sending quickly\. Your message goes out in 0:0[23]\.$/.test(line(one)),
      'told',
    );
    const spoken = one.root.querySelector('.inline-error .vh')!.textContent;
    await until(() => line(one).includes('0:01'), 'the countdown runs');
    expect(one.root.querySelector('.inline-error .vh')!.textContent, 'is spoken once').to.equal(spoken);
    again();
    await until(() => !one.root.querySelector('.inline-error'), 'nothing more is told');
    await until(() => !one.root.querySelector('[data-status="pending"]'), 'it went out');
  });

  it('of conversations has words of its own', async () => {
    const one = await mountWidget();
    await one.openNew();
    refuse(one, 'openSession', 'rate_limited', 100_000);
    write(one, 'The first');
    await until(() => /^Many conversations .* goes out in 1:(40|3\d)\.$/.test(line(one)), 'told');
  });

  for (const [code, text] of [
    ['tenant_limit', 'No more messages can be taken today. Please come back tomorrow.'],
    ['upload_not_allowed', 'No more files are taken here today.'],
    ['blocked', 'This chat doesn’t accept messages from you.'],
  ] as const) {
    it(`${code} has words of its own`, async () => {
      const one = await mountWidget();
      await one.openNew();
      await one.send('The first');
      refuse(one, 'sendMessage', code);
      write(one, 'The second');
      await until(() => line(one) === text, text);
    });
  }
});

// Risk: who writes first and looks for the e-mail field afterwards finds none, or a typing error in it stays for ever.
import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const AWAY = {
  availability: {
    online: false,
    nextOpenAt: Date.now() + 50 * 3_600_000,
    changesAt: null,
    replyMinutes: null,
  },
};

const field = ({ root }: WidgetFixture): HTMLInputElement => root.querySelector('input[name="email"]')!;
const said = ({ root }: WidgetFixture): string =>
  (root.querySelector('.known')?.textContent ?? '')
    .replace(/[\u2068\u2069]|\s+/g, (mark) => (mark.trim() ? '' : ' '))
    .trim();

async function leave(one: WidgetFixture, address: string): Promise<void> {
  await until(() => field(one), 'the field is there');
  field(one).value = address;
  one.button('Save').click();
  await until(() => said(one).includes(`We’ll reply to ${address}.`), 'it is confirmed in words');
}

describe('the address for a reply while nobody is there', () => {
  it('can be left before the first message, corrected, and goes with it', async () => {
    const one = await mountWidget({ config: AWAY });
    await one.openNew();
    await leave(one, 'anna@exmaple.com');
    one.button('Change').click();
    await until(() => field(one)?.value === 'anna@exmaple.com', 'it can be corrected');
    await leave(one, 'anna@example.com');
    await one.send('Are you there?');
    await until(
      () => one.backend.database.sessions()[0]?.visitorEmail === 'anna@example.com',
      'it came along',
    );
    expect(said(one)).to.include('anna@example.com');
  });

  it('can be left after the first message, and reaches the conversation that is open', async () => {
    const one = await mountWidget({ config: AWAY });
    await one.openNew();
    await one.send('Are you there?');
    await leave(one, 'anna@example.com');
    await until(() => one.backend.database.sessions()[0]?.visitorEmail === 'anna@example.com', 'it arrived');
  });

  it('is refused in words where the database would not take it, and nothing that is written waits for it', async () => {
    const one = await mountWidget({ config: AWAY });
    await one.openNew();
    await until(() => field(one), 'the field is there');
    field(one).value = 'anna@example';
    one.button('Save').click();
    await until(() => one.root.querySelector('.reply-to .error-text')?.textContent, 'it says what is wrong');
    expect(said(one)).to.equal('');
    await one.send('Are you there?');
    await until(() => one.backend.database.sessions()[0], 'the message is there all the same');
    await leave(one, 'anna@example.com');
    await until(() => one.backend.database.sessions()[0]?.visitorEmail === 'anna@example.com', 'it arrived');
  });

  it('stands below a date that is said once', async () => {
    const one = await mountWidget({ config: AWAY });
    await one.openNew();
    await until(() => one.root.querySelector('.notice'), 'the notice shows');
    const day = new Intl.DateTimeFormat('en', { weekday: 'long' }).format(AWAY.availability.nextOpenAt);
    expect(one.root.querySelector('.notice')!.textContent.split(day).length - 1).to.equal(1);
  });
});

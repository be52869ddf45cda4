// Risk: a page is left in the middle of the form, and all that was typed has to be typed again; or it is shown to the next
// person at this device.
import { expect } from '@open-wc/testing';
import { ask, control, fill, FORM, sent } from '../../../test/pre-chat-form.ts';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const keyOf = ({ backend }: WidgetFixture): string => `globalchat:${backend.widgetId}:answers`;
const kept = (one: WidgetFixture): string | null => sessionStorage.getItem(keyOf(one));

async function typing(): Promise<WidgetFixture> {
  const one = await mountWidget({ config: FORM });
  await one.openNew();
  await ask(one, 'Is the cabin free?');
  expect(kept(one)).to.equal(null);
  fill(one, 'Name', 'Ida');
  fill(one, 'Topic', 'A booking');
  control(one, 'Send me offers').click();
  return one;
}

async function asked(one: WidgetFixture): Promise<WidgetFixture> {
  one.element.open();
  await one.shown('Message');
  await ask(one, 'Is the cabin free?');
  return one;
}

describe('what is typed into the form', () => {
  it('is there on the next page of the tab, but no consent, and goes when it is sent', async () => {
    const two = await asked(await (await typing()).reload());
    expect(control(two, 'Name').value).to.equal('Ida');
    expect(control(two, 'Topic').value).to.equal('A booking');
    expect((control(two, 'Send me offers') as HTMLInputElement).checked).to.equal(true);
    expect((control(two, 'I agree') as HTMLInputElement).checked).to.equal(false);
    fill(two, 'Email', 'ida@fjellhus.example');
    control(two, 'I agree').click();
    two.button('Continue').click();
    await sent(two, 'Is the cabin free?');
    expect(kept(two)).to.equal(null);
    expect(two.backend.database.sessions()[0]!.visitorName).to.equal('Ida');
  });

  it('is there after the way back', async () => {
    const one = await typing();
    one.button('Cancel').click();
    await one.shown('Message');
    await ask(one, 'Is the cabin free?');
    expect(control(one, 'Name').value).to.equal('Ida');
  });

  it('goes with the visitor', async () => {
    const one = await typing();
    await one.element.reset();
    await until(() => kept(one) === null, 'it is forgotten');
    await asked(one);
    expect(control(one, 'Name').value).to.equal('');
  });

  it('goes with a visitor whom the page forgets before anything of the chat was used', async () => {
    const two = await (await typing()).reload();
    expect(kept(two)).to.include('Ida');
    await two.element.reset();
    await asked(two);
    expect(control(two, 'Name').value).to.equal('');
    expect(kept(two) ?? '').not.to.include('Ida');
  });

  it('is nothing when a stranger wrote it', async () => {
    let one = await mountWidget({ config: FORM });
    for (const text of [
      'null',
      '7',
      '{',
      '[]',
      '{"name":{"a":1},"topic":"None of them","offers":"yes","email":true}',
      JSON.stringify({ name: 'x'.repeat(5000) }),
    ]) {
      sessionStorage.setItem(keyOf(one), text);
      one = await asked(await one.reload());
      expect(['Name', 'Email', 'Topic'].map((label) => control(one, label).value)).to.deep.equal([
        '',
        '',
        '',
      ]);
    }
  });
});

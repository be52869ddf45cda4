// Somebody who is in the thread when it is resolved sees its end: how it was, how to go on, a copy to keep.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

async function talking(): Promise<WidgetFixture> {
  const one = await mountWidget();
  await one.openNew();
  await one.send('Hello');
  await until(() => one.element.session, 'it has a row');
  return one;
}

const resolve = ({ backend, element }: WidgetFixture): Promise<unknown> =>
  backend.agent().updateSession(element.session!.id, { status: 'resolved' });

describe('a conversation that is resolved while it is read', () => {
  it('offers a rating, to write again and a copy, and the focus goes where the composer was', async () => {
    const one = await talking();
    one.textbox.focus();
    await resolve(one);
    const again = await one.shown('Write again');
    await one.shown('Download transcript');
    await one.reads('How did we do?');
    await until(() => one.root.activeElement === again, 'it has the focus');
    again.click();
    await one.shown('Message');
    await until(() => one.root.activeElement === one.textbox, 'the textbox has the focus');
    await one.send('One more thing');
    await until(() => one.element.session!.status === 'open', 'it is open again');
    await resolve(one);
    await one.shown('Write again');
  });

  it('takes letters that are typed on "Write again" into the composer', async () => {
    const one = await talking();
    one.textbox.focus();
    await resolve(one);
    const again = await one.shown('Write again');
    await until(() => one.root.activeElement === again, 'it has the focus');
    await sendKeys({ type: 'One more' });
    await until(() => one.textbox?.value === 'One more', 'all letters are there');
  });

  it('keeps the composer of somebody who is writing', async () => {
    const one = await talking();
    one.type('And what about');
    await resolve(one);
    await one.reads('How did we do?');
    expect(one.textbox.value).to.equal('And what about');
    expect(one.find('Write again') === undefined).to.equal(true);
  });
});

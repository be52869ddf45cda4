import { expect } from '@open-wc/testing';
import { mountWidget } from '../../test/widget-fixture.ts';

it('what a page sends in the task in which it put the chat there is sent', async () => {
  const one = await mountWidget();
  one.element.remove();
  await Promise.resolve();
  document.body.append(one.element);
  const id = await one.element.send('Hello');
  expect(id).to.be.a('string');
  const [session] = one.backend.database.sessions();
  expect(session ? one.backend.database.messages(session.id)[0]?.id : id).to.equal(id);
});

import { mountWidget, until } from '../../../test/widget-fixture.ts';

it('in the flow of a narrow page the chat is as wide as its place', async () => {
  const one = await mountWidget({ settings: { placement: 'inline' } });
  await one.shown('Message');
  // Also where nothing is left beside it.
  await until(
    () => one.root.querySelector('.panel')!.clientWidth === one.element.clientWidth,
    'it is as wide as its place',
  );
});

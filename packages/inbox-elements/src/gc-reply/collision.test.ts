import { expect } from '@open-wc/testing';
import { findAll, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: Hello'] };

const warning = (element: Element) =>
  findAll(element, 'status').find((status) => status.textContent?.includes('replied while you were writing'));

describe('two agents at one conversation', () => {
  it('warns who writes when somebody else answered meanwhile, until it was seen', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), 'I would say');
    actors.say(0, 'j: Already done');
    const strip = await until(() => warning(element));
    expect(strip.textContent).to.include('Jonas Berg replied while you were writing.');
    strip.querySelector('button')?.click();
    await until(() => warning(element) === undefined);
    expect(said(element)).to.include('Already done');
  });

  it('does not warn of one’s own message, nor when nothing is being written', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    actors.say(0, 'j: Before you began');
    await until(() => said(element).includes('Before you began'));
    type(await seek(element, 'textbox', 'Reply'), 'Something');
    actors.say(0, 'm: From my other tab');
    actors.say(0, 'v: Thanks');
    await until(() => said(element).includes('Thanks'));
    expect(warning(element)).to.equal(undefined);
  });

  it('says who else is looking', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    const jonas = actors.backend.agent({ userId: '019b0000-0000-7000-8000-0000000000a2' });
    const here = jonas.watchPresence(
      actors.backend.tenantId,
      { userId: '019b0000-0000-7000-8000-0000000000a2', name: 'Jonas' },
      () => {
        if (!told) here.update({ viewing: actors.ids[0] ?? null, typing: false });
        told = true;
      },
    );
    let told = false;
    const presence = () =>
      element.shadowRoot?.querySelector('gc-thread')?.shadowRoot?.querySelector('gc-presence')?.shadowRoot
        ?.textContent;
    await until(() => presence()?.includes('Jonas is viewing'));
    here.update({ viewing: actors.ids[0] ?? null, typing: true });
    await until(() => presence()?.includes('Jonas is typing'));
    here.close();
    await until(() => presence()?.trim() === '');
  });
});

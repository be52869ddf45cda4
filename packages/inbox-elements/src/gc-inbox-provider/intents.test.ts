import { expect } from '@open-wc/testing';
import { IntentEvent } from '../events/intent-event.ts';
import { findAll, mount, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: Hello'] };

describe('intents', () => {
  it('can be cancelled anywhere above, even outside of the provider', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    let heard = 0;
    const veto = (event: Event) => {
      heard++;
      event.preventDefault();
    };
    document.addEventListener('gc-update-session', veto, { once: true });
    (await seek(element, 'button', 'Resolve')).click();
    expect(heard).to.equal(1);
    expect(actors.row(0).status).to.equal('open');
  });

  it('can be answered by the page instead of the provider', async () => {
    const { element, choose, provider, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    const sent: string[] = [];
    provider.addEventListener('gc-send-reply', (event) => {
      sent.push(event.content);
      event.respondWith(Promise.resolve());
    });
    type(await seek(element, 'textbox', 'Reply'), 'By my own server');
    (await seek(element, 'button', 'Send reply')).click();
    await until(
      () =>
        (
          element.shadowRoot
            ?.querySelector('gc-reply')
            ?.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement
        ).value === '',
    );
    expect(sent).to.deep.equal(['By my own server']);
    expect(actors.backend.database.messages(actors.ids[0] ?? '')).to.have.length(1);
  });

  it('are fulfilled by the innermost provider only', () => {
    const done: string[] = [];
    const target = mount(document.createElement('div'));
    const outer = document.body;
    const inner = (event: Event) =>
      (event as IntentEvent).setDefaultAction(async () => void done.push('inner'));
    const second = (event: Event) =>
      (event as IntentEvent).setDefaultAction(async () => void done.push('outer'));
    target.addEventListener('gc-refresh', inner);
    outer.addEventListener('gc-refresh', second, { once: true });
    new IntentEvent('gc-refresh').sendFrom(target);
    expect(done).to.deep.equal(['inner']);
  });

  it('that fail are reported, and said in the inbox', async () => {
    const { element, choose, provider, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    const reported: unknown[] = [];
    provider.addEventListener(
      'gc-inbox-error',
      ({ error, intent }) => void reported.push([error.code, intent]),
    );
    actors.agent.faults.failNext('updateSession', 'not_allowed');
    (await seek(element, 'button', 'Resolve')).click();
    await until(() =>
      findAll(element, 'status').some((status) =>
        status.textContent?.includes('You don’t have access to this.'),
      ),
    );
    expect(reported).to.deep.equal([['not_allowed', 'gc-update-session']]);
    await seek(element, 'button', 'Resolve');
    (await seek(element, 'button', 'Dismiss')).click();
    await until(() => element.shadowRoot?.querySelector('.notice') === null);
  });
});

import { expect } from '@open-wc/testing';
import { find, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: Hello'] };

describe('the life of a provider', () => {
  it('survives being moved in the document', async () => {
    const { provider, element, choose, inbox } = await inboxFixture([IDA]);
    await choose('Ida');
    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);
    elsewhere.append(provider);
    await until(() => said(element).includes('Hello'));
    expect(inbox.get().status).to.equal('ready');
    type(await seek(element, 'textbox', 'Reply'), 'Still here');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => said(element).includes('Still here'));
    elsewhere.remove();
  });

  it('tells nobody that the agent looks once it is gone', async () => {
    const { provider, choose, actors, inbox } = await inboxFixture([IDA]);
    await choose('Ida');
    const viewing = () => inbox.get().people.map((person) => person.viewing);
    await until(() => viewing().includes(actors.ids[0] ?? null));
    provider.remove();
    await until(() => !viewing().includes(actors.ids[0] ?? null));
  });

  it('never meets another one on the page', async () => {
    const first = await inboxFixture([IDA]);
    const second = await inboxFixture([{ name: 'Someone Else', lines: ['v: Different'] }]);
    await first.choose('Ida');
    expect(find(second.element, 'region')).to.equal(null);
    expect(find(second.element, 'button', 'Ida')).to.equal(null);
    expect(find(first.element, 'button', 'Someone Else')).to.equal(null);
  });

  it('marks messages as read only while somebody can see them', async () => {
    const { provider, choose, actors } = await inboxFixture([IDA]);
    provider.hidden = true;
    (provider.firstElementChild as HTMLElement).style.display = 'none';
    provider.sessionId = actors.ids[0] ?? null;
    await until(() => provider.querySelector('gc-inbox')?.shadowRoot?.querySelector('gc-thread'));
    await until(() => actors.agent.faults.calls.some(({ method }) => method === 'sync'));
    expect(actors.row(0).agentReadSeq).to.equal(0);
    provider.hidden = false;
    (provider.firstElementChild as HTMLElement).style.display = '';
    await choose('Ida');
    await until(() => actors.row(0).agentReadSeq === 1);
  });

  it('speaks the page’s language and keeps the page’s own wording', async () => {
    const { provider, element } = await inboxFixture([IDA]);
    provider.texts = { inbox: 'Guests' };
    await until(() => element.shadowRoot?.querySelector('h1')?.textContent === 'Guests');
    provider.locale = 'ar';
    await until(() => provider.dir === 'rtl');
    provider.locale = 'en';
    await until(() => provider.dir === 'ltr');
  });
});

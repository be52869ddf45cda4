import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

describe('two widgets on one page', () => {
  it('never meet: two backends, two conversations, one open at a time as asked', async () => {
    const sales = await mountWidget({ config: { teamName: 'Sales' } });
    const support = await mountWidget({ config: { teamName: 'Support', position: 'bottom-start' } });
    await sales.openNew();
    await sales.send('To sales');
    expect(support.element.state).to.equal('closed');
    await support.openNew();
    await support.send('To support');
    expect(sales.root.textContent).not.to.contain('To support');
    expect(support.backend.database.sessions().length).to.equal(1);
    expect(sales.backend.database.sessions().length).to.equal(1);
    sales.element.remove();
    await support.answer('Still here');
    await support.reads('Still here');
  });

  it('an opener of the page opens one of them', async () => {
    const first = await mountWidget({ settings: { launcher: 'none' } });
    const second = await mountWidget({ settings: { launcher: 'none' } });
    const link = document.createElement('a');
    link.href = '#nowhere';
    link.setAttribute('data-globalchat-open', '');
    link.textContent = 'Talk to us';
    document.body.append(link);
    link.click();
    await until(() => first.element.state === 'open');
    expect(second.element.hasAttribute('open')).to.equal(false);
    expect(location.hash).to.equal('');
    expect(first.root.querySelector('.launcher')!.checkVisibility()).to.equal(false);
    link.remove();
  });

  it('show, hide, toggle and the attribute do what they say', async () => {
    const one = await mountWidget();
    const opened: string[] = [];
    one.element.on('open', () => opened.push('open'));
    one.element.on('close', () => opened.push('close'));
    one.element.setAttribute('open', '');
    await until(() => one.element.state === 'open');
    one.element.toggle();
    await until(() => one.element.state === 'closed');
    one.element.open();
    one.element.open();
    await until(() => one.element.state === 'open');
    one.element.hide();
    await until(() => one.element.state === 'closed');
    expect(one.root.querySelector('.launcher')!.checkVisibility()).to.equal(false);
    one.element.show();
    expect(one.root.querySelector('.launcher')!.checkVisibility()).to.equal(true);
    expect(opened).to.deep.equal(['open', 'close', 'open', 'close']);
  });

  it('identify goes along with the next conversation; send works without opening', async () => {
    const one = await mountWidget();
    one.element.identify({ name: 'Ida' });
    one.element.identify({ email: 'ida@example.com' });
    const id = await one.element.send('By the page');
    await until(() => one.backend.database.sessions().length === 1);
    const [session] = one.backend.database.sessions();
    expect([session!.visitorName, session!.visitorEmail]).to.deep.equal(['Ida', 'ida@example.com']);
    expect(one.backend.database.messages(session!.id)[0]!.id).to.equal(id);
    expect(one.element.state).to.equal('closed');
  });
});

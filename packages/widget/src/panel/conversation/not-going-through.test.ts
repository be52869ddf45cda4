import { expect } from '@open-wc/testing';
import { mountWidget, until, warnings } from '../../../test/widget-fixture.ts';
import type { GcErrorEvent } from '../../events.ts';

describe('a message that does not go through', () => {
  it('says so to the visitor, the page and the console, and takes it back when it does', async () => {
    const one = await mountWidget();
    const told: GcErrorEvent[] = [];
    one.element.on('error', (event) => told.push(event));
    await one.openNew();
    const lines = await warnings(async () => {
      one.transport.faults.failNext('signIn', 'rate_limited', { times: 1, retryAfter: 2500 });
      await one.send('Hello');
      await until(() => one.root.querySelector('.late'), 'it is said beside the message');
    });
    const line = one.root.querySelector('.late')!;
    expect(line.textContent).to.contain('Not sent yet. Next try:');
    expect(line.role).to.equal('status');
    expect(lines.filter((text) => text.startsWith('[Global Chat] rate_limited: '))).to.have.length(1);
    expect(told.map(({ code }) => code)).to.deep.equal(['rate_limited']);
    expect(told[0]!.retryAt).to.be.greaterThan(Date.now() - 5000);
    await until(() => !one.root.querySelector('.late'), 'it is taken back');
    await until(() => one.root.querySelector('[data-status=sent]'), 'the message is sent');
  });
});

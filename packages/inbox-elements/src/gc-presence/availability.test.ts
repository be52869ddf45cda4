// Risk: an agent cannot see or change what visitors are told of the team, or believes to be away and is not.
import { expect } from '@open-wc/testing';
import type { GcSetAvailabilityEvent } from '../events/account-intents.ts';
import { find, findAll, inboxFixture, seek, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: Hello'] };

describe('the agent’s availability', () => {
  it('is in the header, is chosen from a menu by keys, and visitors are told', async () => {
    const { element, actors } = await inboxFixture([IDA]);
    const visitor = actors.backend.visitor();
    const isOnline = async (): Promise<boolean> => (await visitor.widgetConfig()).availability.online;
    const button = await seek(element, 'button', 'Availability: Online');
    expect(await isOnline()).to.equal(true);
    button.focus();
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true }));
    const away = await seek(element, 'menuitemradio', 'Away');
    expect(findAll(element, 'menuitemradio')).to.have.length(3);
    away.click();
    await seek(element, 'button', 'Availability: Away');
    await until(async () => !(await isOnline()));
    visitor.close();
  });

  it('can be vetoed, and goes back when the server refuses it', async () => {
    const { element, provider, actors } = await inboxFixture([IDA]);
    const choose = async (label: string): Promise<void> => {
      (await seek(element, 'button', 'Availability: Online')).click();
      (await seek(element, 'menuitemradio', label)).click();
    };
    const asked: string[] = [];
    provider.addEventListener(
      'gc-set-availability',
      (event: GcSetAvailabilityEvent) => {
        asked.push(event.availability);
        event.preventDefault();
      },
      { once: true },
    );
    await choose('Offline');
    expect(asked).to.deep.equal(['off']);
    expect(find(element, 'button', 'Availability: Online')).not.to.equal(null);
    actors.agent.faults.failNext('setAvailability', 'network');
    const failed: string[] = [];
    provider.addEventListener('gc-inbox-error', ({ error }) => failed.push(error.code), { once: true });
    await choose('Away');
    await until(() => failed.includes('network'));
    await seek(element, 'button', 'Availability: Online');
  });
});

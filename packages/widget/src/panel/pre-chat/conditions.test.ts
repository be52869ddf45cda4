// Questions that only some answers bring up: what shows, what is demanded, and what the team is told.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { ask, control, faultOf, fill, question, stored } from '../../../test/pre-chat-form.ts';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

const TOPICS = ['Booking', 'Refund', 'Else'];
const BOOKING_FORM = [
  question('topic', 'Topic', { type: 'radio', options: TOPICS }),
  question('arrival', 'Arrival', { type: 'date', showIf: { field: 'topic', is: 'Booking' } }),
  question('reason', 'Reason', { type: 'textarea', showIf: { field: 'topic', one_of: ['Refund', 'Else'] } }),
  question('phone', 'Phone', { type: 'phone', showIf: { field: 'reason', filled: true } }),
];

async function asked(preChat = BOOKING_FORM): Promise<WidgetFixture> {
  const one = await mountWidget({ config: { preChat } });
  await one.openNew();
  await ask(one, 'Hello');
  return one;
}

const labels = ({ root }: WidgetFixture): string[] =>
  [...root.querySelectorAll('.asking .label')].map(({ textContent }) => textContent.trim());

async function choose(one: WidgetFixture, topic: string): Promise<void> {
  [...one.root.querySelectorAll<HTMLInputElement>('.asking [type="radio"]')]
    .find(({ labels }) => labels?.[0]?.textContent === topic)!
    .click();
  await until(() => labels(one).length > 1, 'what depends on it shows');
}

const fieldsOf = ({ backend }: WidgetFixture): unknown =>
  backend.database.sessions()[0]?.visitorMetadata['fields'];

describe('questions with conditions', () => {
  it('show by the answers, and those that do not show are neither demanded nor told', async () => {
    const one = await asked();
    expect(labels(one)).to.deep.equal(['Topic']);
    await choose(one, 'Refund');
    expect(labels(one)).to.deep.equal(['Topic', 'Reason']);
    fill(one, 'Reason', 'It rained');
    await until(() => labels(one).includes('Phone'));
    fill(one, 'Phone', 'call me');
    one.button('Continue').click();
    await until(() => faultOf(one, 'Phone') === 'Check Phone.');
    await choose(one, 'Booking');
    await until(() => labels(one).join() === 'Topic,Arrival', 'the others are gone');
    one.button('Continue').click();
    await until(() => faultOf(one, 'Arrival') === 'Fill in Arrival.');
    fill(one, 'Arrival', '2026-12-24');
    one.button('Continue').click();
    await one.reads('Hello');
    await until(() => stored(one).length > 0 && fieldsOf(one), 'it is stored');
    expect(fieldsOf(one)).to.deep.equal({ topic: 'Booking', arrival: '2026-12-24' });
  });

  it('takes lines and a phone number as people write them', async () => {
    const one = await asked();
    await choose(one, 'Else');
    fill(one, 'Reason', 'One\nTwo');
    await until(() => labels(one).includes('Phone'));
    fill(one, 'Phone', '+46 (0)70-123 45.67');
    one.button('Continue').click();
    await until(() => fieldsOf(one), 'it is stored');
    expect(fieldsOf(one)).to.deep.equal({ topic: 'Else', reason: 'One\nTwo', phone: '+46 (0)70-123 45.67' });
  });

  it('depend on what is known without being asked, too', async () => {
    const preChat = [
      question('email', 'Email', { type: 'email' }),
      question('order', 'Order', { showIf: { field: 'email', filled: true } }),
    ];
    const one = await mountWidget({
      config: { preChat },
      settings: { visitor: { email: 'ida@example.com' } },
    });
    await one.openNew();
    await ask(one, 'Hello');
    expect(labels(one)).to.deep.equal(['Order']);
  });

  it('ask nothing when none of them shows', async () => {
    const preChat = [question('order', 'Order', { showIf: { field: 'nobody', is: 'x' } })];
    const one = await mountWidget({ config: { preChat } });
    await one.openNew();
    await one.send('Hello');
  });

  it('show whatever a config says that nobody could mean', async () => {
    for (const showIf of [{ field: 7 }, { field: 'topic' }, { field: 'topic', one_of: 'x' }, { is: 'x' }]) {
      const one = await asked([question('a', 'A', { showIf })]);
      expect(labels(one)).to.deep.equal(['A']);
      expect(control(one, 'A').required).to.equal(true);
      one.element.remove();
    }
  });
});

describe('the way on', () => {
  afterEach(() => setViewport({ width: 1024, height: 768 }));

  for (const [width, height] of [
    [1024, 768],
    [390, 360],
    [740, 320],
  ] as const) {
    it(`is in sight in a window of ${width} by ${height}`, async () => {
      await setViewport({ width, height });
      const one = await asked(
        TOPICS.map((topic) => question(topic.toLowerCase(), topic, { type: 'textarea' })),
      );
      const frame = one.root.querySelector('.panel')!;
      const isInSight = (): boolean => {
        const { bottom, top } = one.button('Continue').getBoundingClientRect();
        return top > 0 && bottom <= Math.min(height, frame.getBoundingClientRect().bottom);
      };
      await until(isInSight, 'it is in sight once the panel has come');
      const last = control(one, 'Else');
      last.focus();
      last.scrollIntoView({ block: 'nearest' });
      const covered = (): boolean =>
        last.getBoundingClientRect().bottom > one.button('Continue').getBoundingClientRect().top;
      await until(() => isInSight() && !covered(), 'nor does it lie over what is filled in');
    });
  }
});

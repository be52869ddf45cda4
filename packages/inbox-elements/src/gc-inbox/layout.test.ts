import { expect } from '@open-wc/testing';
import { find, findAll, nameOf, seek, stage, until } from '../../test/stage.ts';
import type { Stage } from '../../test/stage.ts';

const TWO = [
  { name: 'Ida', lines: ['v: One'], row: { tags: ['VIP'] } },
  { name: 'Tomás', lines: ['v: Two'], minutesAgo: 5 },
];

const part = ({ element }: Stage, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part="${name}"]`) ?? null;
const width = (element: HTMLElement | null) =>
  element?.checkVisibility() ? Math.round(element.getBoundingClientRect().width) : 0;
const wider = (scene: Stage) => {
  const { scrollWidth, clientWidth } = scene.element.shadowRoot?.querySelector('.app') as HTMLElement;
  return scrollWidth - clientWidth;
};

describe('the width of the inbox decides its columns', () => {
  for (const [inbox, rail, list, visitor] of [
    [1400, 56, 340, 312],
    [1200, 56, 340, 312],
    [1000, 56, 300, 0],
    [768, 56, 280, 0],
    [640, 56, 280, 0],
  ] as const) {
    it(`${inbox}: rail ${rail}, list ${list}, visitor ${visitor || 'in a drawer'}`, async () => {
      const scene = await stage(TWO, { width: inbox });
      await scene.choose('Ida');
      await until(() => width(part(scene, 'visitor')) === visitor);
      expect([width(part(scene, 'rail')), width(part(scene, 'list'))]).to.deep.equal([rail, list]);
      expect(width(part(scene, 'thread'))).to.equal(inbox - rail - list - visitor);
      expect(find(scene.element, 'button', 'Back')).to.equal(null);
      expect(find(scene.element, 'button', 'Visitor details') !== null).to.equal(visitor === 0);
      expect(wider(scene)).to.equal(0);
    });
  }

  for (const inbox of [390, 320]) {
    it(`${inbox}: one column at a time, with a way back`, async () => {
      const scene = await stage(TWO, { width: inbox });
      expect([
        width(part(scene, 'list')),
        width(part(scene, 'thread')),
        width(part(scene, 'rail')),
      ]).to.deep.equal([inbox, 0, 0]);
      await scene.choose('Ida');
      expect([width(part(scene, 'list')), width(part(scene, 'thread'))]).to.deep.equal([0, inbox]);
      expect(wider(scene)).to.equal(0);
      const bounds = scene.element.getBoundingClientRect();
      for (const button of findAll(scene.element, 'button')) {
        const { right, left } = button.getBoundingClientRect();
        expect(right <= bounds.right && left >= bounds.left, `${nameOf(button)} is inside`).to.equal(true);
      }
      (await seek(scene.element, 'button', 'Back')).click();
      await until(() => width(part(scene, 'thread')) === 0);
      expect(scene.provider.sessionId).to.equal(null);
    });
  }

  it('keeps every editor in reach: in the header, or in the drawer', async () => {
    for (const inbox of [1200, 900, 640, 390]) {
      const scene = await stage(TWO, { width: inbox });
      await scene.choose('Ida');
      if (find(scene.element, 'button', 'Snooze') === null)
        (await seek(scene.element, 'button', 'Visitor details')).click();
      for (const name of ['Assignee: Nobody', 'Tags: VIP', 'Priority: Normal', 'Snooze'])
        await seek(scene.element, 'button', name);
      scene.provider.remove();
    }
  });

  it('moves nothing and loses nothing when it changes', async () => {
    const scene = await stage(TWO, { width: 1300 });
    await scene.choose('Ida');
    scene.element.style.inlineSize = '390px';
    await seek(scene.element, 'button', 'Back');
    expect(find(scene.element, 'region', 'Conversation with Ida')).to.not.equal(null);
    scene.element.style.inlineSize = '1300px';
    await until(() => find(scene.element, 'button', 'Back') === null);
    await seek(scene.element, 'button', 'Tomás');
  });
});

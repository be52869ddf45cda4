import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { mountWidget, until } from '../../test/widget-fixture.ts';

describe('the launcher where the system chooses the colours', () => {
  after(() => executeServerCommand('forced-colors', 'none'));

  it('has a mark that is seen, at rest and once the panel is there', async () => {
    await executeServerCommand('forced-colors', 'active');
    expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    const one = await mountWidget();
    const launcher = one.root.querySelector<HTMLElement>('.launcher')!;
    const colors = (): string[] => [
      getComputedStyle(launcher, '::before').borderTopColor,
      getComputedStyle(launcher).backgroundColor,
    ];
    await until(() => !launcher.hidden, 'it is painted');
    const [markAtRest, ground] = colors();
    expect(markAtRest).not.to.equal(ground);
    const ring = (): string => getComputedStyle(launcher).border;
    const ringAtRest = ring();
    expect(ringAtRest).to.match(/^2px solid rgb\(/);
    expect(getComputedStyle(launcher).borderTopColor).not.to.equal(ground);
    await one.openNew();
    one.element.close();
    const [mark, groundNow] = colors();
    expect(mark).not.to.equal(groundNow);
    expect(ring()).to.equal(ringAtRest);
  });
});

import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

describe('a phone that is turned while somebody types', () => {
  afterEach(() => setViewport({ width: 800, height: 600 }));

  it('keeps the focus in the text, to and fro', async () => {
    await setViewport({ width: 900, height: 400 });
    const one = await mountWidget();
    await one.openNew();
    one.textbox.focus();
    const isModal = (): boolean => one.root.querySelector('dialog')!.matches(':modal');
    for (const [width, modal] of [
      [390, true],
      [900, false],
    ] as const) {
      await setViewport({ width, height: 700 });
      await until(() => isModal() === modal, `modal is ${modal}`);
      expect(one.root.activeElement === one.textbox, `at ${width} px`).to.equal(true);
    }
  });
});

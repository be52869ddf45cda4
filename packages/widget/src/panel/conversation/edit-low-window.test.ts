// Risk: in a low window the words that are changed push Save out of sight, or their field loses its ring.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, pastConversation, until } from '../../../test/widget-fixture.ts';

const LONG = 'One\nTwo\nThree\nFour\nFive\nSix';

describe('changing a message in a low window', () => {
  after(() => setViewport({ width: 800, height: 600 }));

  for (const [width, height] of [
    [320, 256],
    [740, 360],
    [740, 200],
    [844, 230],
  ] as const) {
    it(`has Save under the pointer and a whole ring, also when both versions show, ${width} × ${height}`, async () => {
      await setViewport({ width, height });
      const first = await mountWidget();
      await pastConversation(first, ['Helo', 'Good day']);
      const one = await first.reload();
      one.element.open();
      await one.reads('Good day');
      (await one.shown('Message options')).click();
      (await one.shown('Edit')).click();
      const box = await one.shown('Edit message');
      await until(() => one.root.activeElement === box, 'it has the focus');
      const panel = one.root.querySelector('.panel')!;
      const isPressed = (name: string): boolean => {
        const button = one.find(name);
        if (!button) return false;
        const { x, y, width: wide, height: tall } = button.getBoundingClientRect();
        return button.contains(one.root.elementFromPoint(x + wide / 2, y + tall / 2));
      };
      const hasWholeRing = (): boolean => {
        const { left, top, right, bottom } = one.root.querySelector('.composer')!.getBoundingClientRect();
        const frame = panel.getBoundingClientRect();
        return (
          left >= frame.left &&
          top >= frame.top &&
          right <= frame.right &&
          bottom <= Math.min(height, frame.bottom)
        );
      };
      const isUsable = (): boolean => isPressed('Save') && isPressed('Cancel') && hasWholeRing();
      await until(isUsable, 'it can be saved');
      expect(one.root.querySelector('.edit-above')!.textContent.trim(), 'nothing to say').to.equal('');
      one.type(LONG);
      await until(isUsable, 'six lines can be saved');
      const [message] = one.backend.database.messages(one.backend.database.sessions()[0]!.id);
      await one.transport.editMessage(message!.id, `Elsewhere\n${LONG}`);
      await one.reads('This message was changed elsewhere.');
      await until(isUsable, 'both versions show');
      expect(one.textbox.clientHeight, 'words can be read').to.be.at.least(24);
    });
  }
});

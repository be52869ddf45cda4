import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { until } from '../../test/stage.ts';
import { SoftSound } from './soft-sound.ts';

describe('the sound', () => {
  it('is two tones that end by themselves, once in three seconds', async () => {
    await sendMouse({ type: 'click', position: [1, 1] });
    const started: Tone[] = [];
    let ended = 0;
    class Tone extends OscillatorNode {
      constructor(context: BaseAudioContext, options?: OscillatorOptions) {
        super(context, options);
        started.push(this);
        this.addEventListener('ended', () => ended++);
      }
    }
    const real = globalThis.OscillatorNode;
    globalThis.OscillatorNode = Tone;
    const sound = new SoftSound();
    try {
      sound.play();
      sound.play();
      await until(() => ended === 2);
      expect(started.length).to.equal(2);
    } finally {
      globalThis.OscillatorNode = real;
      sound.stop();
    }
  });
});

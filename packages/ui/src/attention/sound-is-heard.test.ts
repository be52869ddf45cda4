import { expect, waitUntil } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { createSound } from './sound.ts';

describe('the sound', () => {
  it('is two tones that end by themselves, and nothing once its owner is gone', async () => {
    await sendMouse({ type: 'click', position: [1, 1] });
    let started = 0;
    let ended = 0;
    const Real = AudioContext;
    globalThis.AudioContext = class extends Real {
      override createOscillator(): OscillatorNode {
        started += 1;
        const tone = super.createOscillator();
        tone.addEventListener('ended', () => (ended += 1));
        return tone;
      }
    };
    const life = new AbortController();
    try {
      const sound = createSound(life.signal);
      expect(sound.isAllowed()).to.equal(true);
      sound.play();
      await waitUntil(() => ended === 2, 'both tones have ended', { timeout: 5000 });
      expect(started).to.equal(2);
      life.abort();
      expect(sound.isAllowed()).to.equal(false);
      sound.play();
      expect(started).to.equal(2);
    } finally {
      globalThis.AudioContext = Real;
      life.abort();
    }
  });
});

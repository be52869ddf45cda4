// A short soft sound without a file. Owns when it may sound: after a gesture, and not again too soon.

/** Milliseconds from one sound to the next. */
const PAUSE = 3000;
/** Hertz: a fifth, the higher tone first. */
const TONES = [880, 587.33];

export class SoftSound {
  #context: AudioContext | null = null;
  #last = -Infinity;

  play(): void {
    const now = performance.now();
    // Before a gesture browsers refuse, and complain about the attempt.
    if (now - this.#last < PAUSE || navigator.userActivation?.hasBeenActive === false) return;
    this.#last = now;
    this.#context ??= new AudioContext();
    const context = this.#context;
    // A context that slept plays late, not never.
    void context.resume().then(() => TONES.forEach((tone, index) => ring(context, tone, index * 0.14)));
  }

  stop(): void {
    void this.#context?.close();
    this.#context = null;
  }
}

/** One tone that fades in a third of a second. */
function ring(context: AudioContext, frequency: number, after: number): void {
  const start = context.currentTime + after;
  const volume = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { frequency });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.34);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.36);
}

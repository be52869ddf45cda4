// Two gentle tones, made and not loaded. Nothing of them exists before the first gesture on the page, they are silent
// wherever the browser does not let them play, and rest between two sounds.

export interface Sound {
  /** Whether somebody did something on this page, so that it may sound. */
  readonly isAllowed: () => boolean;
  readonly play: () => void;
}

/** Seconds from the start, and hertz: a fourth upwards. */
const TONES = [
  [0, 659.26],
  [0.08, 880],
] as const;
/** Seconds that one tone takes to fade. */
const TONE_FADE_S = 0.12;
/** Of 1: soft. */
const SOUND_VOLUME = 0.06;
/** Milliseconds in which a sound still belongs to its message. */
const SOUND_DEADLINE_MS = 1000;

export function createSound(signal: AbortSignal): Sound {
  let audio: AudioContext | null = null;
  let hasStarted = false;

  const isAllowed = (): boolean =>
    !signal.aborted && typeof AudioContext === 'function' && navigator.userActivation?.hasBeenActive === true;

  const start = (): void => {
    const asked = performance.now();
    audio?.resume().then(
      () => {
        hasStarted = true;
        if (!audio || signal.aborted) return;
        if (performance.now() - asked < SOUND_DEADLINE_MS) ring(audio, rest);
        else rest();
      },
      // Closed meanwhile, or not allowed here: then it stays silent.
      () => undefined,
    );
  };

  const rest = (): void => void audio?.suspend().catch(() => undefined);

  /** Some browsers let audio begin within a gesture only: the next one opens the way for later sounds. */
  const unlock = (): void => {
    if (!hasStarted) audio?.resume().then(rest, () => undefined);
  };

  const open = (): void => {
    try {
      audio = new AudioContext();
    } catch {
      // The system has no audio to give.
      return;
    }
    for (const gesture of ['click', 'keydown'])
      addEventListener(gesture, unlock, { capture: true, once: true, signal });
    signal.addEventListener('abort', () => void audio?.close().catch(() => undefined), { once: true });
  };

  return {
    isAllowed,
    play() {
      if (!isAllowed()) return;
      if (!audio) open();
      start();
    },
  };
}

function ring(audio: AudioContext, onEnd: () => void): void {
  for (const [at, frequency] of TONES) {
    const from = audio.currentTime + at;
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(SOUND_VOLUME, from + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + TONE_FADE_S);
    tone.connect(gain).connect(audio.destination);
    tone.start(from);
    tone.stop(from + TONE_FADE_S);
    if (at > 0) tone.onended = onEnd;
  }
}

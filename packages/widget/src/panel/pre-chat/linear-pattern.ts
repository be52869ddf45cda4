// An owner's regular expression, asked of what a visitor typed. The browser's own engine goes back and forth, with the
// `pattern` attribute as well: `(a+)+$` holds the page for minutes over thirty letters. Here all ways are walked at once,
// a character at a time, so that the work is at most the pattern's size times the value's length.
// Owns the syntax that can be walked so; refuses what looks around or back, and what is too large: such a pattern is no
// condition at all, since a form that nobody can send is worse than an answer of another shape.

type Part =
  | { readonly kind: 'one'; readonly accepts: RegExp }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly min: number; readonly max: number };

interface State {
  /** What one character must be; absent where nothing is read. */
  readonly accepts?: RegExp;
  /** Where in the value one must be. */
  readonly only?: 'start' | 'end';
  readonly to: number[];
}

const LONGEST = 500;
const MOST_STATES = 2000;
const ESCAPE = /\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^])/iy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;
const GROUP = /\((?:\?(?::|<[^=!>]+>))?(?!\?)/y;
/** Escapes that are no character: references back, and edges of words. */
const NO_CHARACTER = /^\\[1-9kbB]/;

/** Whether the whole of a value is of this pattern, as an input's `pattern` would say; null when it cannot be asked. */
export function linearPattern(source: string): ((value: string) => boolean) | null {
  const flags = ['v', 'u'].find((flag) => isExpression(source, flag));
  if (flags === undefined || source.length > LONGEST) return null;
  try {
    return machine(parse(source, flags));
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function isExpression(source: string, flags: string): boolean {
  try {
    return Boolean(new RegExp(source, flags));
  } catch {
    // What the owner wrote is no expression of this kind.
    return false;
  }
}

/** Throws a RangeError at what cannot be walked. The browser has said that the syntax is right. */
function parse(source: string, flags: string): Part {
  let at = 0;

  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found) at += found[0].length;
    return found;
  };

  const one = (from: number): Part => ({
    kind: 'one',
    accepts: new RegExp(`^(?:${source.slice(from, at)})$`, flags),
  });

  const set = (): Part => {
    const from = at;
    let depth = 0;
    do {
      const escape = take(ESCAPE)?.[0];
      if (escape === '\\q') throw new RangeError('a text in a set');
      if (escape) continue;
      if (source[at] === '[' && (flags === 'v' || depth === 0)) depth++;
      if (source[at] === ']') depth--;
      at++;
    } while (depth > 0);
    return one(from);
  };

  const atom = (): Part => {
    const from = at;
    const sign = source[at];
    if (sign === '[') return set();
    if (sign === '(') {
      if (!take(GROUP)) throw new RangeError('looking around');
      const inner = choice();
      at++;
      return inner;
    }
    if (sign === '\\') {
      if (NO_CHARACTER.test(source.slice(at))) throw new RangeError('a reference');
      take(ESCAPE);
      return one(from);
    }
    at += String.fromCodePoint(source.codePointAt(at) ?? 0).length;
    if (sign === '^') return { kind: 'start' };
    if (sign === '$') return { kind: 'end' };
    return one(from);
  };

  const sequence = (): Part => {
    const parts: Part[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const part = atom();
      const times = take(QUANTIFIER);
      parts.push(times ? { kind: 'repeat', part, ...counts(times) } : part);
    }
    return { kind: 'sequence', parts };
  };

  const choice = (): Part => {
    const parts = [sequence()];
    while (source[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return { kind: 'choice', parts };
  };

  return choice();
}

function counts([sign, least, comma, most]: RegExpExecArray): { min: number; max: number } {
  if (least === undefined)
    return { min: sign.startsWith('+') ? 1 : 0, max: sign.startsWith('?') ? 1 : Infinity };
  return { min: Number(least), max: comma ? (most ? Number(most) : Infinity) : Number(least) };
}

/** All ways at once (Thompson's construction). Throws a RangeError when there are too many. */
function machine(pattern: Part): (value: string) => boolean {
  const states: State[] = [{ to: [] }];

  const add = (state: State): number => {
    if (states.length >= MOST_STATES) throw new RangeError('too large');
    return states.push(state) - 1;
  };

  /** The state from which this part leads to `next`. */
  const lead = (part: Part, next: number): number => {
    if (part.kind === 'one') return add({ accepts: part.accepts, to: [next] });
    if (part.kind === 'sequence') return part.parts.reduceRight((after, inner) => lead(inner, after), next);
    if (part.kind === 'choice') return add({ to: part.parts.map((inner) => lead(inner, next)) });
    if (part.kind !== 'repeat') return add({ only: part.kind, to: [next] });
    let entry = next;
    if (part.max === Infinity) {
      const to = [next];
      entry = add({ to });
      to.push(lead(part.part, entry));
    } else {
      for (let time = part.min; time < part.max; time++) entry = add({ to: [lead(part.part, entry), next] });
    }
    for (let time = 0; time < part.min; time++) entry = lead(part.part, entry);
    return entry;
  };

  const first = lead(pattern, 0);

  return (value) => {
    const letters = [...value];
    /** These states, and those that are reached from them without reading. */
    const reach = (from: readonly number[], place: number): Set<number> => {
      const reached = new Set<number>();
      const waiting = [...from];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { accepts, only, to } = states[next]!;
        if (reached.has(next) || (only && place !== (only === 'start' ? 0 : letters.length))) continue;
        reached.add(next);
        if (!accepts) waiting.push(...to);
      }
      return reached;
    };
    let here = reach([first], 0);
    for (const [place, letter] of letters.entries()) {
      const on = [...here].flatMap((state) =>
        states[state]!.accepts?.test(letter) ? states[state]!.to : [],
      );
      here = reach(on, place + 1);
    }
    return here.has(0);
  };
}

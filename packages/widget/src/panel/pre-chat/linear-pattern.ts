// An owner's regular expression, asked of what a visitor typed. The browser's own engine goes back and forth, with the
// `pattern` attribute as well: `(a+)+$` holds the page for minutes over thirty letters. Here all ways are walked at
// once, a character at a time, so that the work is at most the pattern's size times the value's length.
//
// What looks around or back, or is too large, cannot be walked so. Such a pattern is no condition at all, since a form
// that nobody can send is worse than an answer of another shape.

type PatternNode =
  | { readonly kind: 'one'; readonly matches: RegExp }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number };

interface State {
  /** What one character must be; absent where nothing is read. */
  readonly accepts?: RegExp;
  /** Where in the value one must be. */
  readonly only?: 'start' | 'end';
  readonly to: number[];
}

const MAX_PATTERN_CHARACTERS = 500;
const MAX_PATTERN_STATES = 2000;
const ESCAPE = /\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^])/iy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;
const GROUP = /\((?:\?(?::|<[^=!>]+>))?(?!\?)/y;
/** Escapes that are no character: references back, and edges of words. */
const NO_CHARACTER = /^\\[1-9kbB]/;

/** Whether the whole of a value is of this pattern, as an input's `pattern` would say; null when it cannot be asked. */
export function linearPattern(source: string): ((value: string) => boolean) | null {
  const flags = ['v', 'u'].find((flag) => isExpression(source, flag));
  if (flags === undefined || source.length > MAX_PATTERN_CHARACTERS) return null;
  try {
    return compileStates(parse(source, flags));
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
function parse(source: string, flags: string): PatternNode {
  let at = 0;

  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found) at += found[0].length;
    return found;
  };

  const character = (from: number): PatternNode => ({
    kind: 'one',
    matches: new RegExp(`^(?:${source.slice(from, at)})$`, flags),
  });

  const set = (): PatternNode => {
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
    return character(from);
  };

  const atom = (): PatternNode => {
    const from = at;
    const sign = source[at];
    if (sign === '[') return set();
    if (sign === '(') {
      if (!take(GROUP)) throw new RangeError('looking around');
      const inner = alternatives();
      at++;
      return inner;
    }
    if (sign === '\\') {
      if (NO_CHARACTER.test(source.slice(at))) throw new RangeError('a reference');
      take(ESCAPE);
      return character(from);
    }
    at += String.fromCodePoint(source.codePointAt(at) ?? 0).length;
    if (sign === '^') return { kind: 'start' };
    if (sign === '$') return { kind: 'end' };
    return character(from);
  };

  const sequence = (): PatternNode => {
    const nodes: PatternNode[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const node = atom();
      const times = take(QUANTIFIER);
      nodes.push(times ? { kind: 'repeat', node, ...counts(times) } : node);
    }
    return { kind: 'sequence', nodes };
  };

  const alternatives = (): PatternNode => {
    const nodes = [sequence()];
    while (source[at] === '|') {
      at++;
      nodes.push(sequence());
    }
    return { kind: 'choice', nodes };
  };

  return alternatives();
}

function counts([sign, least, comma, most]: RegExpExecArray): { min: number; max: number } {
  if (least === undefined)
    return { min: sign.startsWith('+') ? 1 : 0, max: sign.startsWith('?') ? 1 : Infinity };
  return { min: Number(least), max: comma ? (most ? Number(most) : Infinity) : Number(least) };
}

/** All ways at once (Thompson's construction). Throws a RangeError when there are too many. */
function compileStates(pattern: PatternNode): (value: string) => boolean {
  const states: State[] = [{ to: [] }];

  const add = (state: State): number => {
    if (states.length >= MAX_PATTERN_STATES) throw new RangeError('too large');
    return states.push(state) - 1;
  };

  /** The state from which this node leads to `next`. */
  const stateBefore = (node: PatternNode, next: number): number => {
    if (node.kind === 'one') return add({ accepts: node.matches, to: [next] });
    if (node.kind === 'sequence')
      return node.nodes.reduceRight((after, inner) => stateBefore(inner, after), next);
    if (node.kind === 'choice') return add({ to: node.nodes.map((inner) => stateBefore(inner, next)) });
    if (node.kind !== 'repeat') return add({ only: node.kind, to: [next] });
    let entry = next;
    if (node.max === Infinity) {
      const to = [next];
      entry = add({ to });
      to.push(stateBefore(node.node, entry));
    } else {
      for (let time = node.min; time < node.max; time++)
        entry = add({ to: [stateBefore(node.node, entry), next] });
    }
    for (let time = 0; time < node.min; time++) entry = stateBefore(node.node, entry);
    return entry;
  };

  const first = stateBefore(pattern, 0);

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

/**
 * Owns the mutants of single conditions: one part of an `and` or `or` left out, a `coalesce` without its second argument,
 * a comparison that lets one more through, a limit that is ten times as high.
 */
import { closing, tokensOf } from './sql-scanner.ts';
import type { Token } from './sql-scanner.ts';

/** Text to be put in place of what is between two offsets. */
export interface Change {
  readonly what: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a condition ends, at the depth of its operator. */
const ENDS = new Set(
  'then loop order group limit offset returning union except having window for when else end using with set as from where do on join left inner cross lateral begin ; , ) ] $$ $sql$'.split(
    ' ',
  ),
);
/** And where it begins, after one of these. */
const BEGINS = new Set(
  'where if elsif when on having return check using select then else := => ( [ , ; begin case filter while exit default $$ $sql$'.split(
    ' ',
  ),
);
/** Calls whose whole numbers are limits. */
const LIMITED_CALLS = new Set(
  'short_text known_object text_list whole_number take_token take_visitor_tokens left right least context_of'.split(
    ' ',
  ),
);
const COMPARISONS = new Set(['<', '>', '<=', '>=']);

/** The `and` that belongs to a `between`. */
function isOfBetween(tokens: readonly Token[], place: number): boolean {
  const within = tokens[place]?.within;
  for (let back = place - 1; back >= 0; back--) {
    const token = tokens[back];
    if (token === undefined || token.within < (within ?? -1)) return false;
    if (token.within !== within) continue;
    if (token.text === 'between') return true;
    if (token.text === 'and' || token.text === 'or' || BEGINS.has(token.text)) return false;
  }
  return false;
}

class Conditions {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  readonly #operators: ReadonlyMap<number, 'and' | 'or'>;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = tokensOf(sql);
    const operators = new Map<number, 'and' | 'or'>();
    for (const [place, { text }] of this.#tokens.entries()) {
      if (text === 'or' && this.#tokens[place + 1]?.text !== 'replace') operators.set(place, 'or');
      if (text === 'and' && !isOfBetween(this.#tokens, place)) operators.set(place, 'and');
    }
    this.#operators = operators;
  }

  /** The token beside an operator at which its operand ends, walking right (1) or left (-1). */
  #edge(place: number, step: 1 | -1): number {
    const own = this.#operators.get(place);
    const within = this.#tokens[place]?.within;
    let edge = place;
    for (let next = place + step; next >= 0 && next < this.#tokens.length; next += step) {
      const token = this.#tokens[next];
      if (token === undefined || next === within) break;
      if (token.within !== within) {
        if (token.within < (within ?? -1)) break;
        edge = next;
        continue;
      }
      const operator = this.#operators.get(next);
      // `and` binds its parts closer than `or`.
      if (operator === 'or' || (operator === 'and' && own === 'and')) break;
      const stops = step === 1 ? ENDS : BEGINS;
      // `is distinct from` is one operator.
      const isOperator = token.text === 'from' && this.#tokens[next - 1]?.text === 'distinct';
      const opens = step === -1 && (token.text === '(' || token.text === '[' || token.text === 'case');
      const closes = step === 1 && (token.text === ')' || token.text === ']' || token.text === 'end');
      if (stops.has(token.text) && !isOperator && !opens && !(closes && this.#opensInside(next, place)))
        break;
      edge = next;
    }
    return edge;
  }

  /** Whether the parenthesis or `case` that ends here was opened after the operator. */
  #opensInside(place: number, operator: number): boolean {
    for (let back = place - 1; back > operator; back--) {
      const { text, within } = this.#tokens[back] ?? { text: '', within: -1 };
      if ((text === '(' || text === '[' || text === 'case') && within === this.#tokens[place]?.within)
        return true;
    }
    return false;
  }

  *dropped(): Generator<Change> {
    for (const place of this.#operators.keys()) {
      const operator = this.#tokens[place];
      const [left, right] = [this.#edge(place, -1), this.#edge(place, 1)];
      const [from, to] = [this.#tokens[left], this.#tokens[right]];
      if (
        operator === undefined ||
        from === undefined ||
        to === undefined ||
        right === place ||
        left === place
      )
        continue;
      yield { what: 'condition dropped', start: operator.start, end: to.end, text: '' };
      const before = this.#tokens[left - 1]?.text;
      // The first of a row; the others are the right side of an operator before them.
      if (before !== 'and' && before !== 'or') {
        yield { what: 'condition dropped', start: from.start, end: operator.end, text: '' };
      }
    }
  }

  *uncoalesced(): Generator<Change> {
    for (const [place, token] of this.#tokens.entries()) {
      if (token.text !== 'coalesce' || this.#tokens[place + 1]?.text !== '(') continue;
      const [open, close] = [place + 1, closing(this.#tokens, place + 1)];
      const comma = this.#tokens.findIndex((one, at) => at > open && one.text === ',' && one.within === open);
      const end = this.#tokens[close];
      if (end === undefined || comma < 0 || comma > close) continue;
      const first = this.#sql.slice(this.#tokens[open]?.end, this.#tokens[comma]?.start);
      yield { what: 'coalesce dropped', start: token.start, end: end.end, text: `(${first.trim()})` };
    }
  }

  *widened(): Generator<Change> {
    for (const [place, token] of this.#tokens.entries()) {
      const after = this.#tokens[place + 1];
      if ((token.text === '<' || token.text === '>') && !this.#isOfTimes(token)) {
        yield { what: 'one more let through', start: token.start, end: token.end, text: `${token.text}=` };
      }
      if (token.text === '=' && after?.text === 'any') yield* this.#anyValue(place);
      if (/^\d+$/.test(token.text) && Number(token.text) > 9 && this.#isLimit(place)) {
        yield { what: 'limit ten times as high', start: token.start, end: token.end, text: `${token.text}0` };
      }
    }
  }

  /** Two points in time are never the same, so that `<` and `<=` say the same of them. */
  #isOfTimes({ start }: Token): boolean {
    return /_at\b|now\(|clock_timestamp|expires|moment|_until|_time\b/.test(
      this.#sql.slice(start - 40, start + 40),
    );
  }

  /** `x = any (…)` becomes `true`. */
  *#anyValue(place: number): Generator<Change> {
    const close = this.#tokens[closing(this.#tokens, place + 2)];
    let left = place - 1;
    while (['.', ')'].includes(this.#tokens[left]?.text ?? '') || this.#tokens[left - 1]?.text === '.')
      left -= 1;
    const from = this.#tokens[left];
    if (close === undefined || from === undefined || this.#tokens[place + 2]?.text !== '(') return;
    yield { what: 'any value taken', start: from.start, end: close.end, text: 'true' };
  }

  #isLimit(place: number): boolean {
    const [before, token] = [this.#tokens[place - 1]?.text ?? '', this.#tokens[place]];
    if (COMPARISONS.has(before) || before === 'limit' || before === 'between') return true;
    if (before === 'and' && isOfBetween(this.#tokens, place - 1)) return true;
    const call = this.#tokens[(token?.within ?? 0) - 1]?.text ?? '';
    return LIMITED_CALLS.has(call) && (before === ',' || before === '(');
  }

  all(): readonly Change[] {
    return [...this.dropped(), ...this.uncoalesced(), ...this.widened()];
  }
}

/** Everything of this kind that can be changed in a migration. */
export const conditionChanges = (sql: string): readonly Change[] => new Conditions(sql).all();

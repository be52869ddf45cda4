/**
 * Owns reading SQL closely enough to change it: tokens with their places, and how deep each lies in parentheses and `case`.
 * Comments and the inside of texts are no tokens; the inside of dollar quotes is, because there the functions are.
 */

export interface Token {
  /** In lower case; a text is `'`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The opening parenthesis or `case` around it, by the index of its token; -1 outside of all. */
  readonly within: number;
}

const PARTS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>[eE]?'(?:[^']|'')*')|(?<dollar>\$[a-z_]*\$)|(?<name>"(?:[^"]|"")*")|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+(?:\.\d+)?)|(?<operator>::|:=|=>|<=|>=|<>|!=|\|\||->>|->|@>|@@|!~\*?|~\*?|[-+*/%<>=#?&|.,;:()[\]{}$])/g;

export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  const open: number[] = [];
  for (const match of sql.matchAll(PARTS)) {
    const { comment, string, dollar } = match.groups ?? {};
    if (comment !== undefined) continue;
    const text = string === undefined ? match[0].toLowerCase() : "'";
    // A function's body, or the text of a query, begins or ends: what is inside stands for itself.
    if (dollar !== undefined) open.length = 0;
    const closesCase = text === 'end' && tokens[open.at(-1) ?? -1]?.text === 'case';
    if (text === ')' || text === ']' || closesCase) open.pop();
    tokens.push({ text, start: match.index, end: match.index + match[0].length, within: open.at(-1) ?? -1 });
    if (text === '(' || text === '[' || text === 'case') open.push(tokens.length - 1);
  }
  return tokens;
}

/** The index of the parenthesis that closes the one at `open`. */
export function closing(tokens: readonly Token[], open: number): number {
  const within = tokens[open]?.within;
  return tokens.findIndex((token, place) => place > open && token.text === ')' && token.within === within);
}

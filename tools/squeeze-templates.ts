// Takes out of tagged templates what only their author reads: indentation, line breaks, comments of style sheets.
// Minifiers leave the inside of a template alone, so this is done for them. Owns what may go; refuses to move the code
// around a template: as many lines and columns follow it as were inside, so that source maps stay true.

/** Without comments, indentation and last semicolons. */
export const squeezeStyles = (sheet: string): string =>
  sheet
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;\}/g, '}');

/** Line breaks in templates are spaces to a browser, which wants one of them at most. */
const SQUEEZE: Readonly<Record<string, (text: string) => string>> = {
  css: squeezeStyles,
  html: (markup) => markup.replace(/\s*\n\s*/g, ' '),
};

interface TaggedTemplate {
  readonly tag: { readonly name: string };
  readonly quasi: { readonly quasis: readonly { start: number; end: number; tail: boolean }[] };
}

function isSqueezable(node: object): node is TaggedTemplate {
  return (
    'type' in node &&
    node.type === 'TaggedTemplateExpression' &&
    SQUEEZE[(node as unknown as TaggedTemplate).tag.name] !== undefined
  );
}

/** Finds them anywhere in a syntax tree. */
function* squeezable(node: unknown): Generator<TaggedTemplate> {
  if (typeof node !== 'object' || node === null) return;
  if (isSqueezable(node)) yield node;
  for (const part of Object.values(node)) yield* squeezable(part);
}

/** White space that brings what follows back to the line and column it had. */
function lost(code: string, start: number, end: number, text: string): string {
  const lines = code.slice(start, end).split('\n').length - text.split('\n').length;
  if (lines === 0) return ' '.repeat(end - start - text.length);
  return '\n'.repeat(lines) + ' '.repeat(end - code.lastIndexOf('\n', end - 1) - 1);
}

/**
 * The module with its templates squeezed.
 * @param code An ES module.
 * @param program Its syntax tree (ESTree with `start` and `end`), as rollup's parser gives it.
 */
export function squeezeTemplates(code: string, program: object): string {
  const parts: { start: number; end: number; text: string }[] = [];
  for (const { tag, quasi } of squeezable(program)) {
    for (const { start, end, tail } of quasi.quasis) {
      const close = tail ? '`' : '${';
      const text = (SQUEEZE[tag.name]?.(code.slice(start, end)) ?? '') + close;
      const after = end + close.length;
      parts.push({ start, end: after, text: text + lost(code, start, after, text) });
    }
  }
  let result = '';
  let last = 0;
  for (const { start, end, text } of parts.sort((first, second) => first.start - second.start)) {
    result += code.slice(last, start) + text;
    last = end;
  }
  return result + code.slice(last);
}

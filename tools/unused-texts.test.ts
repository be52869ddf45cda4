// Every text is shown by somebody: a key that no view asks for fails. The texts of i18n/en/inbox-pages.ts are left out,
// since the pages that show them come next.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { it } from 'node:test';
import ts from 'typescript';
import { inboxTexts } from '../packages/ui/src/i18n/en/inbox.ts';
import { widgetTexts } from '../packages/ui/src/i18n/en/widget.ts';

/** A type with this many words or more is a dictionary's keys, not the states of something. */
const FEWEST_KEYS_OF_DICTIONARY = 15;

const files = globSync('packages/{ui,widget,inbox-elements}/src/**/*.ts', {
  exclude: ['**/*.test.ts', 'packages/ui/src/i18n/**'],
});
const program = ts.createProgram(files, {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  customConditions: ['source'],
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
});
const checker = program.getTypeChecker();

/** The words that a type allows, such as 'reply' and 'note'. */
function wordsOf(type: ts.Type | undefined): readonly string[] {
  if (type?.isUnion()) return type.types.flatMap(wordsOf);
  return type?.isStringLiteral() ? [type.value] : [];
}

/** Whether a word stands where any key is expected, as in a table of keys. */
function isKey(node: ts.StringLiteralLike): boolean {
  return wordsOf(checker.getContextualType(node)).length >= FEWEST_KEYS_OF_DICTIONARY;
}

/** The words that `t` may be given here; none when it takes any, which are then named where they come from. */
function wordsGiven(argument: ts.Expression): readonly string[] {
  const words = wordsOf(checker.getTypeAtLocation(argument));
  return words.length < FEWEST_KEYS_OF_DICTIONARY ? words : [];
}

/** What views ask for: whole keys, and the beginnings of those that end in a number. */
function askedFor(packages: readonly string[]): {
  readonly keys: Set<string>;
  readonly beginnings: string[];
} {
  const keys = new Set<string>();
  const beginnings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isKey(node)) keys.add(node.text);
    if (ts.isCallExpression(node) && /(^|\.)t$/.test(node.expression.getText()) && node.arguments[0]) {
      const [argument] = node.arguments;
      if (ts.isTemplateExpression(argument)) beginnings.push(argument.head.text);
      else for (const word of wordsGiven(argument)) keys.add(word);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files.filter((name) => packages.some((room) => name.includes(`packages/${room}/`)))) {
    visit(program.getSourceFile(file)!);
  }
  return { keys, beginnings };
}

function unused(texts: object, packages: readonly string[]): readonly string[] {
  const { keys, beginnings } = askedFor(packages);
  return Object.keys(texts).filter(
    (key) => !keys.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
  );
}

it('the widget shows every text of its dictionary', () => {
  assert.deepEqual(unused(widgetTexts, ['ui', 'widget']), []);
});

it('the inbox shows every text of its dictionary', () => {
  assert.deepEqual(unused(inboxTexts, ['ui', 'inbox-elements']), []);
});

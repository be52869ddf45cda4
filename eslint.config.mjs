// Lint rules: typed TypeScript rules everywhere, lit/wc/a11y rules for elements, and the bans that keep the product safe.
import tseslint from 'typescript-eslint';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import litA11y from 'eslint-plugin-lit-a11y';

/** HTML or code made from strings has no place in the product. */
const NO_STRINGS_AS_CODE = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)$/]',
    message: 'Never make HTML from a string.',
  },
  {
    selector: "MemberExpression[object.name='document'][property.name='write']",
    message: 'Never document.write.',
  },
  {
    selector: 'ImportSpecifier[imported.name=/^unsafe(HTML|SVG|MathML)$/]',
    message: 'Never make HTML from a string.',
  },
];

/** A tab behind another one is hidden in an installed browser, and in front in the one from npm. */
const TABS = {
  selector: "CallExpression[callee.property.name='newPage']",
  message: 'Use openWindow of tools/browser.ts: a tab behind another one gets no frames.',
};

const elements = ['packages/{ui,widget,inbox-elements}/src/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '.tmp/**',
      'docs/api/**',
      'schema/database.types.ts',
      'examples/**/node_modules/**',
    ],
  },
  { files: ['**/*.ts'], extends: [...tseslint.configs.recommendedTypeChecked] },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          'packages/*/tsconfig.test.json',
          'schema/tsconfig.test.json',
          'tools/tsconfig.json',
          'examples/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['packages/*/src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...NO_STRINGS_AS_CODE] } },
  {
    files: ['packages/*/src/**/*.ts', 'schema/src/**/*.ts', 'tools/**/*.ts'],
    // A `describe` holds a whole subject, and a test tells its story from top to bottom.
    ignores: ['**/*.test.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: elements,
    extends: [lit['flat/recommended'], wc['flat/recommended'], litA11y.configs.recommended ?? {}].filter(
      (c) => c.rules,
    ),
    plugins: { 'lit-a11y': litA11y },
    settings: { wc: { elementBaseClasses: ['LitElement'] } },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts', '**/tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['packages/*/test/**/*.ts', 'examples/e2e/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', TABS] },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);

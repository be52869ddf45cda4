// The script-tag bundle: packages/widget/dist/cdn/global-chat.js (classic script with the launcher) and the ES modules
// that it loads on intent. Builds from the sources of all packages, so that nothing has to be built before.
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';
import { minify } from 'terser';
import { NOTICES_FILE, noticesFor } from './tools/notices.ts';
import { squeezeStyles, squeezeTemplates } from './tools/squeeze-templates.ts';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const CDN = at('packages/widget/dist/cdn');

/** Workspace packages by the export condition `source` of their manifests. */
const workspace = {
  name: 'workspace-sources',
  async resolveId(specifier) {
    const [, room, entry] = /^@globalchat\/([^/]+)(\/.+)?$/.exec(specifier) ?? [];
    if (!room) return null;
    const { exports } = JSON.parse(await readFile(at(`packages/${room}/package.json`), 'utf8'));
    // Barrels only pass names on: without this their whole package would be part of the first chunk.
    return { id: at(`packages/${room}/${exports[`.${entry ?? ''}`].source}`), moduleSideEffects: false };
  },
};

/**
 * The panel renders templates into the element's own shadow root and needs neither LitElement nor its base class,
 * which `lit` would bring along as side effects; nor what its `css` does for browsers without constructable style sheets.
 */
const templatesOnly = {
  name: 'templates-only',
  resolveId: (specifier) => (specifier === 'lit' ? '\0lit' : null),
  load: (id) =>
    id === '\0lit'
      ? `export { html, svg, render, nothing, noChange } from 'lit-html';
         export const css = (strings, ...values) => {
           const cssText = String.raw({ raw: strings }, ...values);
           const styleSheet = new CSSStyleSheet();
           styleSheet.replaceSync(cssText);
           return { cssText, styleSheet, toString: () => cssText };
         };`
      : null,
};

/** Before the minifier, which leaves the inside of templates alone. */
const squeezedTemplates = {
  name: 'squeezed-templates',
  transform(code, id) {
    return id.startsWith(at('packages'))
      ? { code: squeezeTemplates(code, this.parse(code)), map: null }
      : null;
  },
};

/**
 * A browser may remember for the life of a page that a module could not be fetched: what was asked for without a network
 * would never come. Under another address it does. Each file has the function once, however many parts it asks for.
 */
const askAgain = {
  name: 'ask-again',
  renderDynamicImport: () => ({ left: 'importAgain(', right: ')' }),
  intro: ({ dynamicImports }) =>
    dynamicImports.length > 0
      ? 'const importAgain = (address) => import(address).catch(() => import(address + "?" + Date.now()));'
      : '',
};

/** A page always has what Node lacks. */
const inPagesOnly = {
  name: 'in-pages-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /element[\\/]global-chat\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8'))
        .replace("import { Base } from './base.ts';", '')
        .replace('extends Base', 'extends HTMLElement'),
    })),
};

/** The most frequent first, and no capitals: names made of these weigh less after brotli. */
const FREQUENT_LETTERS = 'etnsiaorlcdhpufmgbvywkxqzj';

/** The short names in their order, made of these letters. */
function nameOf(number, letters) {
  const rest = Math.floor(number / letters.length);
  return (rest > 0 ? nameOf(rest - 1, letters) : '') + letters[number % letters.length];
}

const minifiedChunks = {
  name: 'minified-chunks',
  async renderChunk(code) {
    const minified = await minify(code, {
      ecma: 2022,
      module: true,
      // With its functions first, a chunk repeats itself more.
      compress: { passes: 2, hoist_funs: true },
      mangle: { nth_identifier: { get: (number) => nameOf(number, FREQUENT_LETTERS) } },
      format: { comments: false },
    });
    return { code: minified.code, map: null };
  },
};

const TRIGGERS = 'packages/widget/src/panel/triggers/trigger-run.ts';

/**
 * The messages beside the launcher, which come before the panel and mostly without it. Bundled by itself: whatever both
 * used would be a chunk of its own, for which the panel would wait. Only the languages are the panel's.
 */
async function bundleTriggers(languages) {
  const result = await build({
    entryPoints: [at(TRIGGERS)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    legalComments: 'none',
    conditions: ['source'],
    plugins: [
      {
        name: 'shared-languages',
        setup: ({ onResolve }) =>
          onResolve({ filter: /-languages\.ts$/ }, () => ({ path: `./${languages}`, external: true })),
      },
    ],
  });
  const squeezed = result.outputFiles[0].text.replace(/`\s*\n[^`]*`/g, squeezeStyles);
  const { code } = await minify(squeezed, {
    ecma: 2022,
    module: true,
    compress: { passes: 3 },
    mangle: { nth_identifier: { get: (number) => nameOf(number, FREQUENT_LETTERS) } },
    format: { comments: false },
  });
  return code;
}

/**
 * The classic script cannot be an entry of a module graph: it is bundled by itself and told the panel's file name.
 * @param ending Of the names of the modules that come later, behind `panel` and `triggers`.
 * @param folder Where they are; empty: beside the script.
 */
async function bundleScript(ending, folder) {
  const result = await build({
    entryPoints: [at('packages/widget/src/embed/embed.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    legalComments: 'none',
    plugins: [inPagesOnly],
    define: {
      __MODULE__: JSON.stringify(ending),
      __FOLDER__: JSON.stringify(folder),
    },
  });
  const squeezed = result.outputFiles[0].text.replace(/`\s*\n[^`]*`/g, squeezeStyles);
  const source = `(()=>{${squeezed}})();`;
  const compressions = [{}, { inline: 0 }, { conditionals: false }, { sequences: false }].flatMap((way) => [
    way,
    { ...way, reduce_funcs: false },
  ]);
  const spellings = [FREQUENT_LETTERS, 'enstiraolcdhpufmgbvywkxqzj'].flatMap((letters) =>
    [0, 1].map((quote_style) => ({ letters, quote_style })),
  );
  const minified = await Promise.all(
    compressions.flatMap((way) =>
      spellings.map(({ letters, quote_style }) =>
        minify(source, {
          ecma: 2022,
          compress: { passes: 3, booleans_as_integers: true, ...way },
          mangle: { nth_identifier: { get: (number) => nameOf(number, letters) } },
          format: { comments: false, quote_style },
        }),
      ),
    ),
  );
  // Fewer letters are not always fewer bytes on the wire.
  const weight = ({ code }) => brotliCompressSync(code).length;
  return minified.reduce((best, other) => (weight(other) < weight(best) ? other : best)).code;
}

/** The script for a tag, which has the panel beside it, and the one to inline or to bundle, which has no place of its own. */
const classicScripts = {
  name: 'classic-scripts',
  async renderStart() {
    await rm(CDN, { recursive: true, force: true });
    this.meta.triggers = await bundleTriggers('');
  },
  // One ending for both says less: what is new in the triggers gives the panel a new name, too.
  augmentChunkHash({ isEntry }) {
    return isEntry ? this.meta.triggers : undefined;
  },
  async generateBundle(_, bundle) {
    const chunks = Object.values(bundle);
    const ending = chunks.find(({ isEntry }) => isEntry).fileName.slice('panel'.length);
    const languages = chunks.find(({ name }) => name === 'widget-languages').fileName;
    this.emitFile({ type: 'asset', fileName: `triggers${ending}`, source: await bundleTriggers(languages) });
    const { name, version } = JSON.parse(await readFile(at('packages/widget/package.json'), 'utf8'));
    const published = `https://cdn.jsdelivr.net/npm/${name}@${version}/dist/cdn/`;
    const scripts = { 'global-chat.js': '', 'global-chat.inline.js': published };
    for (const [fileName, folder] of Object.entries(scripts)) {
      // What stands before it in a bundle may have ended without one.
      const start = folder && ';';
      this.emitFile({ type: 'asset', fileName, source: start + (await bundleScript(ending, folder)) });
    }
  },
};

/** What is minified has lost the notices in its comments; they are published beside it. */
const notices = {
  name: 'notices',
  async generateBundle(_, bundle) {
    const files = Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules));
    this.emitFile({ type: 'asset', fileName: NOTICES_FILE, source: await noticesFor(files) });
  },
};

export default {
  input: { panel: at('packages/widget/src/panel/panel.ts') },
  // Later parts may import from the first chunk without another file in between.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: CDN,
    format: 'es',
    // These names stand in the script and in each other, where every letter counts.
    entryFileNames: '[name]-[hash:6].js',
    // Capitals weigh more.
    hashCharacters: 'base36',
    // Every language has modules of the same names.
    chunkFileNames: ({ moduleIds }) => {
      const [, locale] = /\/i18n\/([\w-]+)\/[\w-]+\.ts$/.exec(moduleIds.at(-1) ?? '') ?? [];
      if (locale === 'en') return '[name]-texts-[hash:7].mjs';
      return locale ? `locale-${locale}-[hash:7].mjs` : '[name]-[hash:7].mjs';
    },
    generatedCode: 'es2015',
  },
  plugins: [
    workspace,
    templatesOnly,
    esbuild({ target: 'es2022', tsconfig: at('tsconfig.base.json'), define: { __OWN_MODULES__: 'true' } }),
    squeezedTemplates,
    askAgain,
    resolve({ exportConditions: ['browser', 'production', 'module', 'import', 'default'] }),
    minifiedChunks,
    classicScripts,
    notices,
  ],
};

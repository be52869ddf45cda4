// The script-tag bundle: packages/widget/dist/cdn/global-chat.js (classic script with the launcher) and the ES modules
// that it loads on intent. Builds from the sources of all packages, so that nothing has to be built before.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';
import { minify } from 'terser';

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
 * which `lit` would bring along as side effects.
 */
const templatesOnly = {
  name: 'templates-only',
  resolveId: (specifier) => (specifier === 'lit' ? '\0lit' : null),
  load: (id) =>
    id === '\0lit'
      ? `export { html, svg, render, nothing, noChange } from 'lit-html'; export { css, unsafeCSS } from '@lit/reactive-element/css-tag.js';`
      : null,
};

/** Style sheets in template literals lose their indentation and their comments. */
const squeezeStyles = (code) =>
  code.replace(/`[^`]*\{\s*\n[^`]*`/g, (sheet) =>
    sheet
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/: /g, ':')
      .replace(/;\}/g, '}'),
  );
const styles = {
  name: 'squeeze-styles',
  transform: (code, id) => (/[/\\](styles[/\\][^/\\]+|[^/\\]+\.styles)\.ts$/.test(id) ? squeezeStyles(code) : null),
};

/** The classic script cannot be an entry of a module graph: it is bundled by itself and told the panel's file name. */
const classicScript = {
  name: 'classic-script',
  async generateBundle(_, bundle) {
    const panel = Object.values(bundle).find((chunk) => chunk.isEntry);
    const result = await build({
      entryPoints: [at('packages/widget/src/embed/embed.ts')],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      legalComments: 'none',
      define: { __PANEL__: JSON.stringify(`./${panel.fileName}`) },
    });
    const source = `(()=>{${squeezeStyles(result.outputFiles[0].text)}})()`;
    // Inlining costs more bytes here than it saves.
    const compress = { passes: 3, inline: 0, reduce_funcs: false };
    const { code } = await minify(source, { ecma: 2022, compress, format: { comments: false } });
    this.emitFile({ type: 'asset', fileName: 'global-chat.js', source: code });
  },
};

export default {
  input: { panel: at('packages/widget/src/panel/panel.ts') },
  // Later parts may import from the first chunk without another file in between.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: CDN,
    format: 'es',
    entryFileNames: '[name]-[hash].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    generatedCode: 'es2015',
  },
  plugins: [
    workspace,
    templatesOnly,
    styles,
    esbuild({ target: 'es2022', tsconfig: at('tsconfig.base.json') }),
    resolve({ exportConditions: ['browser', 'production', 'module', 'import', 'default'] }),
    terser({ ecma: 2022, module: true, compress: { passes: 2 }, format: { comments: false } }),
    classicScript,
  ],
};

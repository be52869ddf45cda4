// Squeezes the templates in what tsc wrote, for the applications that bundle our packages: their minifiers leave templates
// as they are. Owns which packages have templates; refuses the script-tag bundle, which is squeezed as it is built.
import { glob, readFile, writeFile } from 'node:fs/promises';
import { parseAst } from 'rollup/parseAst';
import { squeezeTemplates } from './squeeze-templates.ts';

for await (const file of glob('packages/{ui,widget,inbox-elements}/dist/**/*.js', {
  exclude: (path) => path.endsWith('/cdn'),
})) {
  const code = await readFile(file, 'utf8');
  await writeFile(file, squeezeTemplates(code, parseAst(code)));
}

// Builds the page into dist/: one script, one style sheet, one page, and a compressed copy of each.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { examplesPlugin } from './examples.js';
import { graphiqlPlugin } from './graphiql.js';
import { licencesOf } from './licences.js';

const BASE = '/playground/';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

const result = await build({
  absWorkingDir: root,
  entryPoints: { playground: 'src/main.jsx' },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [examplesPlugin(join(root, 'examples')), graphiqlPlugin],
  legalComments: 'none', // licences.txt holds them in full.
  entryNames: 'assets/[name]-[hash]',
  outdir: dist,
  metafile: true,
  write: false,
});

const files = new Map(result.outputFiles.map((file) => [file.path.slice(dist.length + 1), file.contents]));
const named = (ending) => BASE + [...files.keys()].find((path) => path.endsWith(ending));
const page = (await readFile(join(root, 'index.html'), 'utf8'))
  .replace('{{style}}', named('.css'))
  .replace('{{script}}', named('.js'));
files.set('index.html', Buffer.from(page));
files.set('licences.txt', Buffer.from(await licencesOf(result.metafile, root)));

await rm(dist, { recursive: true, force: true });
for (const [path, contents] of files) {
  const compressed = gzipSync(contents, { level: constants.Z_BEST_COMPRESSION });
  await mkdir(dirname(join(dist, path)), { recursive: true });
  await writeFile(join(dist, path), contents);
  await writeFile(join(dist, `${path}.gz`), compressed);
  console.log(`${basename(path)}: ${contents.length} bytes, ${compressed.length} compressed`);
}

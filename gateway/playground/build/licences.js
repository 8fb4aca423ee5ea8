// The licences of what is bundled, as their terms ask of whoever hands it on.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

export async function licencesOf(metafile, root) {
  const folders = new Set(Object.keys(metafile.inputs).map((path) => PACKAGE.exec(path)?.[1]).filter(Boolean));
  const licences = await Promise.all([...folders].sort().map((folder) => licenceOf(join(root, folder))));
  return `The playground bundles these packages.\n\n${licences.join('\n\n')}\n`;
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : '';
  return `== ${name} ${version} (${license})\n\n${text.trim()}`.trimEnd();
}

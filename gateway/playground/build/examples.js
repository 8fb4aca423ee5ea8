// Makes `import examples from 'examples'` the list of examples/*.graphql, in the order of their file names.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'graphql';

export function examplesPlugin(folder) {
  return {
    name: 'examples',
    setup(build) {
      build.onResolve({ filter: /^examples$/ }, () => ({ path: 'examples', namespace: 'examples' }));
      build.onLoad({ filter: /.*/, namespace: 'examples' }, async () => ({
        contents: JSON.stringify(await readExamples(folder)),
        loader: 'json',
      }));
    },
  };
}

async function readExamples(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map(async (name) => readExample(name, await readFile(join(folder, name), 'utf8'))));
}

/** `02-top-destinations.graphql`: its first comment line is the title, the next ones are the sentence. */
function readExample(fileName, query) {
  const lines = query.split('\n');
  const comments = lines.slice(0, lines.findIndex((line) => !line.startsWith('#')));
  const [title, ...sentence] = comments.map((line) => line.replace(/^#\s*/, '').trim());
  if (!title || sentence.length === 0) {
    throw new Error(`${fileName}: begin with a comment line for the title and one for the sentence`);
  }
  try {
    parse(query);
  } catch (error) {
    throw new Error(`${fileName}: ${error}`);
  }
  return { name: fileName.replace(/^\d+-|\.graphql$/g, ''), title, sentence: sentence.join(' '), query };
}

// What the build changes in GraphiQL's own files.
import { readFile } from 'node:fs/promises';

export const graphiqlPlugin = {
  name: 'graphiql',
  setup(build) {
    change(build, /graphiql[\\/]dist[\\/]style\.css$/, 'css', withoutFonts);
    change(build, /@graphiql[\\/]react[\\/]dist[\\/]icons[\\/]index\.js$/, 'js', withIconNames);
  },
};

function change(build, filter, loader, edit) {
  build.onLoad({ filter }, async ({ path }) => {
    const before = await readFile(path, 'utf8');
    const contents = edit(before);
    if (contents === before) throw new Error(`${path} is not as expected: look at build/graphiql.js`);
    return { contents, loader };
  });
}

/** The fonts are most of the style sheet, and each machine has its own. */
function withoutFonts(css) {
  return css.replaceAll(/@font-face\s*\{[^}]*\}/g, '');
}

/** The accessible name of an icon is made from its function's name, which minifying takes away: said in words instead. */
function withIconNames(js) {
  return js
    .replaceAll(/generateIcon\((Svg\w+)\)/g, "generateIcon($1, '$1')")
    .replace('function generateIcon(RawComponent)', 'function generateIcon(RawComponent, name)')
    .replaceAll('RawComponent.name', 'name');
}

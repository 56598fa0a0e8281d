const { SourceMap } = require('node:module');
const path = require('node:path');
const { inspect } = require('node:util');
const { build } = require('esbuild');
const { bundled } = require('./bundle');

/**
 * Prints an error that a program did not expect, with its places in the sources. The map from the bundle to these is only
 * made now: few starts need it, and all would wait for it.
 *
 * @param {unknown} error
 * @param {string} filename of the program
 * @param {string} text the bundle that ran
 */
module.exports.print = async (error, filename, text) => {
  const inBundle = new RegExp(`${filename.replace(/\W/g, '\\$&')}:(\\d+):(\\d+)`, 'g');
  const map = await mapOf(filename, text);
  console.error(
    inspect(error).replace(inBundle, (place, line, column) => {
      const { originalSource, originalLine, originalColumn } = map?.findEntry(line - 1, column - 1) ?? {};
      if (originalSource === undefined) return place;
      return `${path.resolve(path.dirname(filename), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    }),
  );
};

/** The map of a bundle; undefined if the sources have changed since it was made. */
async function mapOf(filename, text) {
  const options = { ...bundled(filename), sourcemap: 'external', sourcesContent: false, logLevel: 'silent' };
  const { outputFiles: [map, bundle] = [] } = await build(options).catch(() => ({}));
  return bundle?.text === text ? new SourceMap(JSON.parse(map.text)) : undefined;
}

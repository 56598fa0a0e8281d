const path = require('node:path');

/**
 * esbuild's options to make one text, in memory, of a program and the project's own sources; the packages, and the schemas that
 * `npm run import` writes, Node loads itself.
 *
 * @param {string} filename of the program
 * @returns {import('esbuild').BuildOptions & { write: false }}
 */
module.exports.bundled = (filename) => ({
  entryPoints: [filename],
  outfile: filename,
  bundle: true,
  platform: 'node',
  packages: 'external',
  external: [path.resolve('imports/*.json')],
  write: false,
});

/**
 * How esbuild makes one text, in memory, of a program and the project's own sources; the packages Node loads itself.
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
  sourcemap: 'inline',
  sourcesContent: false,
  write: false,
});

// `node run.js main.ts` runs a TypeScript file as it stands now: esbuild bundles the project's own sources in memory, so
// that nothing compiled is left to go stale, and Node loads the packages. Type errors are for `tsc`, in `npm test`.

// Without this, esbuild first starts a thread to serve further builds; here is only one.
process.env.ESBUILD_WORKER_THREADS = '0';

const Module = require('node:module');
const path = require('node:path');
const { buildSync } = require('esbuild');

const filename = path.resolve(process.argv[2]);

function bundle() {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [filename],
      outfile: filename,
      bundle: true,
      platform: 'node',
      packages: 'external',
      sourcemap: 'inline',
      sourcesContent: false,
      write: false,
    });
    return outputFiles[0].text;
  } catch {
    process.exit(1); // esbuild has said what does not compile, and where.
  }
}

const source = bundle();
process.setSourceMapsEnabled(true);
process.argv.splice(1, 1);
const main = new Module(filename, null);
main.filename = filename;
main.paths = Module._nodeModulePaths(path.dirname(filename));
main._compile(source, filename);

// `node run.js main.ts` runs a TypeScript file as it stands now: esbuild bundles the project's own sources in memory, so
// that nothing compiled is left to go stale, and Node loads the packages. Type errors are for `tsc`, in `npm test`.

const Module = require('node:module');
const path = require('node:path');
const { build } = require('esbuild');
const { dependencies } = require('./package.json');

Module.enableCompileCache?.(); // from Node 22 on

const filename = path.resolve(process.argv[2]);

// One core for esbuild, a process of its own, and the others for Node, which meanwhile loads the packages: half of a synth.
const { GOMAXPROCS } = process.env;
process.env.GOMAXPROCS = '1';
const bundle = build({
  entryPoints: [filename],
  outfile: filename,
  bundle: true,
  platform: 'node',
  packages: 'external',
  sourcemap: 'inline',
  sourcesContent: false,
  write: false,
});
delete process.env.GOMAXPROCS;
if (GOMAXPROCS !== undefined) process.env.GOMAXPROCS = GOMAXPROCS;
for (const name of Object.keys(dependencies)) require(name);

bundle.then(
  ({ outputFiles: [{ text }] }) => {
    process.setSourceMapsEnabled(true); // only now: the packages' own maps are of no use here
    process.argv.splice(1, 1);
    const main = new Module(filename, null);
    main.filename = filename;
    main.paths = Module._nodeModulePaths(path.dirname(filename));
    main._compile(text, filename);
  },
  (error) => {
    // What does not compile, and where, esbuild has said itself.
    if (!error.errors?.length) console.error(error.message);
    process.exit(1);
  },
);

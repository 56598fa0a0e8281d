// `node lib/program/run.js main.ts` runs a TypeScript file as it stands now: esbuild bundles the project's own sources in
// memory, so that nothing compiled is left to go stale, and Node loads the packages. Type errors are for `tsc`, in
// `npm test`. `npm run watch` starts it ahead of time, without a file, and sends the bundle after a save.

const { once } = require('node:events');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

Module.enableCompileCache?.(path.join(__dirname, '../../node_modules/.cache/node')); // from Node 22 on

/** Bundles a file. esbuild, a process of its own, gets one core, and Node the others to load the packages meanwhile. */
async function bundle(filename) {
  const { build } = require('esbuild');
  const { bundled } = require('./bundle');
  const { GOMAXPROCS } = process.env;
  process.env.GOMAXPROCS = '1';
  const result = build(bundled(filename));
  delete process.env.GOMAXPROCS;
  if (GOMAXPROCS !== undefined) process.env.GOMAXPROCS = GOMAXPROCS;
  const { outputFiles } = await result;
  return { filename, text: outputFiles[0].text };
}

/** Waits for a bundle, and ends when there is nobody any more who would send one or see what becomes of it. */
async function received() {
  if (!process.send) throw new Error('usage: node lib/program/run.js FILE.ts [ARGUMENT…]');
  process.once('disconnect', () => process.exit());
  const [message] = await once(process, 'message');
  process.channel.unref();
  return message;
}

/** What the reader needs of an error, if that is not its place in the code: why a program was refused, or what to install. */
function reasonIn(error) {
  if (error?.name === 'Refusal') return error.message;
  const [missing, name] =
    (error?.code === 'MODULE_NOT_FOUND' && /^Cannot find module '(.+)'/.exec(error.message)) || [];
  return isListed(name) ? `${missing}: run npm ci` : undefined;
}

/** Whether package.json names a package: if it does not, importing it is a mistake in the code. */
function isListed(name) {
  if (name === undefined || !existsSync('package.json')) return false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.hasOwn({ ...dependencies, ...devDependencies }, name);
}

const [, , file, ...rest] = process.argv;
const program = file === undefined ? received() : bundle(path.resolve(file));

// A head start, with what a synth takes longest to load. What cannot be loaded, and is needed, the program itself will miss.
for (const name of ['cdk8s', 'cdk8s-plus-27', 'constructs', 'fastest-levenshtein', 'yaml']) {
  try {
    require(name);
  } catch {}
}

program.then(
  ({ filename, text }) => {
    process.once('uncaughtException', async (error) => {
      const reason = reasonIn(error);
      if (reason === undefined) await require('./print-error').print(error, filename, text);
      else console.error(reason);
      process.exit(1);
    });
    process.argv.splice(1, process.argv.length, filename, ...rest);
    // Internals of Module, on purpose: Node's own loader, less its reading of the file. The public ways lose something:
    // node:vm warns of an experiment at an `import()`, and a bundle on the disk needs a checkout that can be written to.
    const main = new Module(filename, null);
    main.filename = filename;
    main.paths = Module._nodeModulePaths(path.dirname(filename));
    main._compile(text, filename);
  },
  (error) => {
    // What does not compile, and where, esbuild has said itself.
    if (!error.errors?.length) console.error(reasonIn(error) ?? error.message);
    process.exitCode = 1;
  },
);

const { CDK8S_OUTDIR: folder, CDK8S_RECORD_CONSTRUCT_METADATA: startedByCli } = process.env;
process.on('exit', (status) => {
  if (status === 0 || startedByCli === undefined || folder === undefined || existsSync(folder)) return;
  // With --format helm, the manifests are in a folder inside the one that the CLI deletes.
  const chart = path.join(folder, '../Chart.yaml');
  const isHelm = existsSync(chart) && readFileSync(chart, 'utf8').includes('Generated chart for');
  const deleted = isHelm ? path.dirname(folder) : folder;
  console.error(
    `cdk8s synth deletes ${deleted} before it runs the app. To restore the committed files: git restore ${deleted}`,
  );
});

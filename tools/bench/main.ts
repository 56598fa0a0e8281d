// `npm run bench`: how long a synth takes, compared with the alternatives, and how that grows with the app.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-27';
import { Bench } from 'tinybench';
import { parse } from 'yaml';
import { demands } from '../../charts/chapter';
import { helloApp } from '../../charts/parts/hello-app';
import { KubePod } from '../../imports/k8s';
import { nodeSize } from '../../lib/check/rules/requirements/node-size';
import { ManifestApp } from '../../lib/synth/manifest-app';
import { CheckoutCopy } from '../testing/checkout-copy';

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));

/** Runs a command to its end. */
function run(command: string, environment: Record<string, string> = {}, cwd = '.'): void {
  const { status, stderr } = spawnSync(command, {
    shell: true,
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${command} exited with status ${status}: ${stderr}`);
}

/** A benchmark that runs each of its tasks so many times, and once before. */
function repeated(iterations: number): Bench {
  return new Bench({ iterations, time: 0, warmupTime: 0, warmupIterations: 1, throws: true });
}

/** The medians of a benchmark's tasks, in milliseconds, by name. */
async function medians(bench: Bench): Promise<Map<string, number>> {
  await bench.run();
  return new Map(
    bench.tasks.map(({ name, result }) => {
      if (!('latency' in result)) throw new Error(`${name} was not measured`, { cause: result });
      return [name, result.latency.p50];
    }),
  );
}

function table(...rows: string[][]): string {
  const [head = [], ...body] = rows;
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const bareStart = 'a bare Node.js start (`node -e 0`)';

/** Whole processes, on the chapter. */
async function commands(): Promise<string> {
  const { app } = parse(readFileSync('cdk8s.yaml', 'utf8'));
  const output = join(scratch, 'dist');
  const cli = `"${process.execPath}" "${resolve('node_modules/cdk8s-cli/bin/cdk8s')}" synth --no-check-upgrade`;
  const template = { TS_NODE_COMPILER: resolve('tools/bench/template/node_modules/typescript') };

  const bench = repeated(9)
    .add('`npm run synth`', () => run('npm run synth'))
    .add("the CLI's template (`npx ts-node main.ts`)", () =>
      run(
        `${cli} --app "npx ts-node --project tsconfig.json ../../../main.ts" --output "${output}"`,
        template,
        'tools/bench/template',
      ),
    )
    .add('the app through the CLI (`cdk8s synth`)', () => run(`${cli} --output "${output}"`))
    .add(`the app alone (\`${app}\`)`, () => run(app, { CDK8S_OUTDIR: output }))
    .add(bareStart, () => run('node -e 0'));

  const measured = await medians(bench);
  const synth = measured.get('`npm run synth`') ?? Number.NaN;
  const bare = measured.get(bareStart) ?? Number.NaN;
  return table(
    ['whole process', 'median', '`npm run synth` = 1', 'bare start = 1'],
    ...[...measured].map(([name, time]) => [
      name,
      `${time.toFixed(0)} ms`,
      (time / synth).toFixed(2),
      (time / bare).toFixed(1),
    ]),
  );
}

/** From a save to the new manifest, with `npm run watch`. */
async function saves(): Promise<string> {
  const project = new CheckoutCopy();
  const watch = spawn(process.execPath, ['lib/program/run.js', 'lib/synth/watch.ts'], {
    cwd: project.root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(watch, 'exit');
  const source = project.path('charts', 'pod.ts');
  const text = project.read('charts/pod.ts');
  let save = 0;
  const bench = repeated(10).add(
    'save',
    async () => {
      const value = `save_${save++}`;
      writeFileSync(source, text.replace("value: 'hellow_world'", `value: '${value}'`));
      while (!project.read('dist/pod.yaml').includes(`value: ${value}\n`)) {
        if (watch.exitCode !== null) throw new Error('npm run watch exited');
        await sleep(1);
      }
    },
    { beforeEach: () => sleep(500) }, // as between two saves by hand
  );
  try {
    await Promise.race([once(watch.stdout, 'data'), ended]);
    const measured = await medians(bench);
    return `From a save to the new manifest, with \`npm run watch\`: ${measured.get('save')?.toFixed(0)} ms, the median of ten.`;
  } finally {
    watch.kill();
    await ended;
    project.remove();
  }
}

/** A synth of generated charts, of a Pod and a Service each, in this process, whose manifests are there already. */
async function growth(): Promise<string> {
  const bench = repeated(9);
  const sizes = [8, 80, 800, 1600];
  for (const size of sizes) bench.add(`${size}`, () => generated(size).write());
  const measured = await medians(bench);
  const perChart = new Map([...measured].map(([size, time]) => [size, time / Number(size)]));
  const at80 = perChart.get('80') ?? Number.NaN;
  return table(
    ['charts', 'median per chart', '80 charts = 1'],
    ...[...perChart].map(([size, time]) => [size, `${time.toFixed(2)} ms`, (time / at80).toFixed(2)]),
  );
}

function generated(charts: number): ManifestApp {
  const rules = demands.filter((rule) => rule !== nodeSize);
  const app = new ManifestApp({ outdir: join(scratch, `${charts}`), rules });
  for (let number = 0; number < charts; number++) {
    const name = `hello-${number}`;
    const chart = new Chart(app, name);
    new KubePod(chart, 'pod', {
      metadata: { name, labels: { run: name } },
      spec: helloApp({ name, image: 'gcr.io/google-samples/hello-app:1.0' }),
    });
    new Service(chart, 'service', { metadata: { name }, ports: [{ port: 8080 }] }).selectLabel('run', name);
  }
  return app;
}

async function main(): Promise<void> {
  try {
    console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node.js ${process.version}\n`);
    console.log(`${await commands()}\n`);
    console.log(`${await saves()}\n`);
    console.log(await growth());
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

main();

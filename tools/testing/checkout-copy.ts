import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { isOwn } from './files';

/** Whether a file or folder is part of what `npm run synth` reads and writes. The fewer files a copy has, the faster it is made. */
export function isOfApp(path: string): boolean {
  const [top = ''] = path.split(sep);
  const isPart = ['cdk8s.yaml', 'package.json', 'main.ts', 'charts', 'dist', 'imports', 'lib'].includes(top);
  return isPart && !/\.test\.ts$|\bexamples$/.test(path);
}

/** A copy of the checkout, for tests, the walkthrough and the benchmark to change, with the packages of the original. */
export class CheckoutCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'hello-world-'));
  private readonly original = resolve('.');

  /** @param has whether it has a file or a folder; all by default */
  constructor(private readonly has: (path: string) => boolean = () => true) {
    this.restore();
  }

  /** Makes it again what the checkout is, for the next test; nothing that is like it already is written. */
  restore(): void {
    this.restoreFolder('.');
    this.link();
  }

  /** Gives it packages: at first those of the original. */
  link(packages = join(this.original, 'node_modules')): void {
    const made = `${this.root}-packages`;
    symlinkSync(packages, made, 'junction');
    renameSync(made, this.path('node_modules')); // there is no moment without any
  }

  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The text of a file with a part of it replaced; throws if it has no such part. */
  edited(name: string, part: string, by: string): string {
    const text = this.read(name);
    if (!text.includes(part)) throw new Error(`${name} has no ${part}`);
    return text.replace(part, by);
  }

  /** Replaces a part of a file; throws as {@link edited} does. */
  edit(name: string, part: string, by: string): void {
    writeFileSync(this.path(name), this.edited(name, part, by));
  }

  /** Runs a command to its end, with these variables besides those of the tests. */
  run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return spawnSync(command, args, { cwd: this.root, encoding: 'utf8', env: { ...process.env, ...environment } });
  }

  /** The files of a folder, by name. */
  files(folder: string): Record<string, string> {
    return Object.fromEntries(readdirSync(this.path(folder)).map((name) => [name, this.read(join(folder, name))]));
  }

  private restoreFolder(folder: string): void {
    const from = join(this.original, folder);
    const originals = readdirSync(from, { withFileTypes: true }).filter(
      ({ name }) => isOwn(name) && this.has(join(folder, name)),
    );
    const isFolder = new Map(originals.map((original) => [original.name, original.isDirectory()]));
    mkdirSync(this.path(folder), { recursive: true });
    for (const found of readdirSync(this.path(folder), { withFileTypes: true })) {
      const isKept = ['.git', 'node_modules'].includes(found.name) || isFolder.get(found.name) === found.isDirectory();
      if (!isKept) rmSync(this.path(folder, found.name), { recursive: true });
    }
    for (const original of originals) {
      const name = join(folder, original.name);
      if (original.isDirectory()) this.restoreFolder(name);
      else if (original.isFile()) this.restoreFile(name);
      else cpSync(join(this.original, name), this.path(name), { verbatimSymlinks: true });
    }
  }

  private restoreFile(name: string): void {
    const [from, to] = [join(this.original, name), this.path(name)];
    if (!existsSync(to) || !readFileSync(from).equals(readFileSync(to))) copyFileSync(from, to);
  }

  remove(): void {
    // Again if it fails: a process that was just ended may still have written a file.
    rmSync(this.root, { recursive: true, maxRetries: 5 });
  }
}

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy of the project that a test may break, with the packages of the original. */
export class Scratch {
  readonly root = mkdtempSync(join(tmpdir(), 'hello-world-'));

  constructor() {
    for (const name of readdirSync('.')) {
      if (!/^(?:node_modules|\.git|helm)$/.test(name)) cpSync(name, this.path(name), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), this.path('node_modules'), 'junction');
  }

  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The files of a folder, by name. */
  files(folder: string): Record<string, string> {
    return Object.fromEntries(readdirSync(this.path(folder)).map((name) => [name, this.read(join(folder, name))]));
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal';

/** The last line of a manifest's header, by which the app knows the files that it wrote. */
export function generatedFrom(source: string): string {
  return `Generated from ${source} by npm run synth: change that, not this.`;
}

const ownHeader = /^(?:#.*\n)*# Generated from .+ by npm run synth: change that, not this\.\n/;

/** Where the paths of the constructs go, as in any cdk8s app. JSON has no place for a header, so the app goes by the name. */
export const constructMetadata = 'construct-metadata.json';

/** What `kubectl apply -f FOLDER` reads. */
const applied = /\.(?:json|ya?ml)$/;

/** A file on its way into its place, and the process that writes it. */
const temporary = /^\..+\.(?:json|ya?ml)(?:\.(\d+))?\.new$/;

/** What the writing of manifests did to their folder: names of files in it. */
export interface Written {
  readonly folder: string;

  /** All that the app wrote. */
  readonly files: readonly string[];

  /** Those of them that were not there before. */
  readonly added: readonly string[];

  /** Those of them that were there with another text. */
  readonly changed: readonly string[];

  /** What the app wrote earlier and does no longer. */
  readonly removed: readonly string[];

  /** What is not the app's, although `kubectl apply -f FOLDER` would read it. */
  readonly foreign: readonly string[];
}

/** A line for each file that `kubectl apply -f FOLDER` would apply although it is not the app's. */
export function strangers({ folder, foreign }: Written): string[] {
  return foreign.map(
    (name) => `${folder}/${name} is not of this app, but kubectl apply -f ${folder} would apply it, too`,
  );
}

/**
 * Makes the app's files in a folder those that are given: all of them or, if one cannot be written, none.
 *
 * Each is written beside its place, under a name that kubectl does not read, and when all are written they are renamed.
 * So every manifest is whole at any moment. What a process leaves that is killed meanwhile, the next one takes away.
 *
 * @param files the texts, by name
 * @throws Refusal if the folder cannot be written to; it is as it was then
 */
export function writeManifests(folder: string, files: ReadonlyMap<string, string>): Written {
  return uninterrupted(() => {
    try {
      return new ManifestFolder(folder).replace(files);
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      throw new Refusal(`${folder} cannot be written to: ${reason}`);
    }
  });
}

type Files = ReadonlyMap<string, string | Buffer>;

class ManifestFolder {
  constructor(private readonly folder: string) {}

  replace(files: ReadonlyMap<string, string>): Written {
    const made = mkdirSync(this.folder, { recursive: true });
    try {
      const [before, foreign] = this.look(files);
      const names = [...files.keys()].sort();
      const removed = [...before.keys()].filter((name) => !files.has(name));
      // What is there already is not touched: others may watch the folder, too.
      const due = new Map([...files].filter(([name, text]) => !before.get(name)?.equals(Buffer.from(text))));
      try {
        this.put(due, removed);
      } catch (error) {
        this.restore(due, before);
        throw error;
      }
      return {
        folder: this.folder,
        files: names,
        added: names.filter((name) => !before.has(name)),
        changed: names.filter((name) => before.has(name) && due.has(name)),
        removed,
        foreign,
      };
    } catch (error) {
      if (made !== undefined) rmSync(made, { recursive: true });
      throw error;
    }
  }

  /** Finds what is the app's or stands where it will write, and what is not the app's; takes away what never arrived. */
  private look(files: Files): [before: ReadonlyMap<string, Buffer>, foreign: string[]] {
    const before = new Map<string, Buffer>();
    const foreign: string[] = [];
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      const { name } = entry;
      if (isLeftover(name)) rmSync(this.path(name));
      else if (files.has(name)) before.set(name, readFileSync(this.path(name)));
      else if (applied.test(name) && !entry.isDirectory()) {
        const content = this.contentOf(name);
        if (content && (name === constructMetadata || ownHeader.test(`${content}`))) before.set(name, content);
        else foreign.push(name);
      }
    }
    return [before, foreign];
  }

  /** Puts files into their places, and takes others away. */
  private put(files: Files, removed: readonly string[]): void {
    for (const [name, content] of files) writeFileSync(this.beside(name), content);
    // First what goes: on some disks, Web.yaml and web.yaml are one file.
    for (const name of removed) rmSync(this.path(name), { force: true });
    for (const name of files.keys()) renameSync(this.beside(name), this.path(name));
  }

  private restore(files: Files, before: ReadonlyMap<string, Buffer>): void {
    for (const name of files.keys()) rmSync(this.beside(name), { force: true });
    const lost = [...before].filter(([name, content]) => !this.contentOf(name)?.equals(content));
    this.put(
      new Map(lost),
      [...files.keys()].filter((name) => !before.has(name)),
    );
  }

  private contentOf(name: string): Buffer | undefined {
    try {
      return readFileSync(this.path(name));
    } catch {
      return undefined;
    }
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private beside(name: string): string {
    return join(this.folder, `.${name}.${process.pid}.new`);
  }
}

/** Whether a file is on its way into its place, but whoever wrote it has ended. */
function isLeftover(name: string): boolean {
  const [, pid] = temporary.exec(name) ?? [];
  return temporary.test(name) && !(pid !== undefined && isRunning(Number(pid)));
}

function isRunning(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Does something that is over in a moment; what would end the process meanwhile does not. */
function uninterrupted<T>(action: () => T): T {
  const ignore = () => {};
  for (const signal of signals) process.on(signal, ignore);
  try {
    return action();
  } finally {
    for (const signal of signals) process.off(signal, ignore);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

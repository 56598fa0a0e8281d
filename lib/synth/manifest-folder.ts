import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { Refusal } from '../program/refusal';
import { chartIn } from './header';

/** The name of the chart in that of its manifest, which may begin with its place in the order. */
const ownName = /^(?:\d{4}-)?(.+?)(?:\.k8s)?\.ya?ml$/;

/** Where the paths of the constructs go, as in any cdk8s app. JSON has no place for a header, so the app goes by the name. */
export const constructMetadata = 'construct-metadata.json';

/** What `kubectl apply -f FOLDER` reads. */
const applied = /\.(?:json|ya?ml)$/;

/** A file that is not in its place yet: its name, and the id of the process that writes it, if it says so. */
const temporary = /^\.(.+\.(?:json|ya?ml))(?:\.(\d+))?\.new$/;

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
    (name) => `${folder}/${name} was not written by this app, but kubectl apply -f ${folder} would apply it too`,
  );
}

/**
 * Replaces the app's files in a folder with the given ones: all of them or, if one cannot be written, none.
 *
 * Each is written beside its place, under a name that kubectl does not read, and when all are written they are renamed.
 * So every manifest is whole at any moment. What a process leaves that is killed meanwhile, the next one removes.
 *
 * @param files the texts, by name
 * @throws Refusal if the folder cannot be written to. It is as it was then, unless the reason also keeps the old files
 * from being put back, which the message says.
 */
export function writeManifests(folder: string, files: ReadonlyMap<string, string>): Written {
  return uninterrupted(() => {
    try {
      return new ManifestFolder(folder).replace(files);
    } catch (error) {
      if (!isOfSystem(error)) throw error;
      throw new Refusal(`${folder} cannot be written to: ${error.message}`);
    }
  });
}

/** Whether an error is the system's and not one of the program. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return types.isNativeError(error) && 'code' in error;
}

type Files = ReadonlyMap<string, string | Buffer>;

class ManifestFolder {
  constructor(private readonly folder: string) {}

  replace(files: ReadonlyMap<string, string>): Written {
    const made = mkdirSync(this.folder, { recursive: true });
    try {
      this.tidy(files);
      const [before, foreign] = this.look(files);
      const names = [...files.keys()].sort();
      const removed = [...before.keys()].filter((name) => !files.has(name));
      // Unchanged files are not written again: other programs may watch the folder.
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

  /** Removes what processes that have ended did not put into its place. */
  private tidy(files: Files): void {
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      const [, name = '', pid] = temporary.exec(entry.name) ?? [];
      const isLeftover = pid === undefined ? files.has(name) : !isRunning(Number(pid));
      if (isLeftover && entry.isFile()) rmSync(this.path(entry.name), { force: true });
    }
  }

  /** Finds what is the app's or stands where it will write, and what is not the app's. */
  private look(files: Files): [before: ReadonlyMap<string, Buffer>, foreign: string[]] {
    const before = new Map<string, Buffer>();
    const foreign: string[] = [];
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      const { name } = entry;
      if (files.has(name)) before.set(name, readFileSync(this.path(name)));
      else if (applied.test(name) && !entry.isDirectory()) {
        const content = entry.isFile() ? this.contentOf(name) : undefined;
        if (content && isOwn(name, `${content}`)) before.set(name, content);
        else foreign.push(name);
      }
    }
    return [before, foreign];
  }

  /** Puts files into their places, and removes others. */
  private put(files: Files, removed: readonly string[]): void {
    for (const [name, content] of files) writeFileSync(this.beside(name), content);
    // First what goes: on some disks, Web.yaml and web.yaml are one file.
    for (const name of removed) rmSync(this.path(name), { force: true });
    for (const name of files.keys()) renameSync(this.beside(name), this.path(name));
  }

  /** Makes the folder what it was before {@link put} failed. */
  private restore(files: Files, before: ReadonlyMap<string, Buffer>): void {
    try {
      for (const name of files.keys()) rmSync(this.beside(name), { force: true });
      const lost = [...before].filter(([name, content]) => !this.contentOf(name)?.equals(content));
      const added = [...files.keys()].filter((name) => !before.has(name));
      this.put(new Map(lost), added);
    } catch (error) {
      if (!isOfSystem(error)) throw error;
      throw new Refusal(
        `${this.folder} was only partly written: ${error.message}. To restore the committed files: git restore ${this.folder}`,
      );
    }
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

/** Whether the app wrote a file that it no longer writes. A copy under another name belongs to the person who made it. */
function isOwn(name: string, text: string): boolean {
  if (name === constructMetadata) return true;
  const chart = chartIn(text);
  return chart !== undefined && chart === ownName.exec(name)?.[1];
}

function isRunning(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return isOfSystem(error) && error.code === 'EPERM'; // somebody else's
  }
}

/** Does something that is over in a moment. A signal that would have ended the process meanwhile does so after it. */
function uninterrupted<T>(action: () => T): T {
  for (const signal of signals) process.off(signal, stop).on(signal, stop);
  try {
    return action();
  } finally {
    // Node has noticed a signal only when it has looked for events once more.
    setImmediate(setImmediate, () => {
      for (const signal of signals) process.off(signal, stop);
    });
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function stop(signal: (typeof signals)[number]): void {
  process.exit(128 + constants.signals[signal]);
}

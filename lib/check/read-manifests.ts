import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments, type Tags } from 'yaml';
import { Refusal } from '../program/refusal';
import type { Diagnostic } from './findings/diagnostic';
import type { Entry } from './objects/entries';

/** What is in some manifests. */
export interface Contents {
  readonly entries: readonly Entry[];

  /** What could not be read. */
  readonly unreadable: readonly Diagnostic[];
}

/**
 * Reads manifests as kubectl does: from a folder, the files whose names end with `.yaml`, `.yml` or `.json`; from `-`, the
 * standard input.
 *
 * @param from The folder to which the paths are relative.
 * @throws Refusal if there is nothing to read at a path.
 */
export function read(paths: readonly string[], from: string): Contents {
  const read = paths.flatMap((path) => filesAt(path, from)).map(({ name, text }) => documentsIn(name, text));
  return {
    entries: read.flatMap(({ entries }) => entries),
    unreadable: read.flatMap(({ unreadable }) => unreadable),
  };
}

function filesAt(path: string, from: string): { name: string; text: string }[] {
  if (path === '-') return [{ name: 'standard input', text: readFileSync(0, 'utf8') }];
  const place = resolve(from, path);
  try {
    if (!statSync(place).isDirectory()) return [{ name: path, text: readFileSync(place, 'utf8') }];
    const names = readdirSync(place).filter((name) => /\.(?:ya?ml|json)$/.test(name));
    if (names.length === 0) throw new Refusal(`${path} contains no manifests (files ending in .yaml, .yml or .json)`);
    return names.sort().map((name) => ({ name: join(path, name), text: readFileSync(join(place, name), 'utf8') }));
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    throw new Refusal(`${path} cannot be read: ${error.message}`);
  }
}

/** As kubectl reads them: 0o644 is a number, too, and dates and times of the day are text. */
const customTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag === 'string' || !(/timestamp$/.test(tag.tag) || tag.format === 'TIME')),
  'intOct',
];

function documentsIn(file: string, text: string): Contents {
  const entries: Entry[] = [];
  const unreadable: Diagnostic[] = [];
  // Like kubectl's, the version in which `yes` is true and 0644 octal.
  for (const document of parseAllDocuments(text, { version: '1.1', customTags, logLevel: 'error' })) {
    try {
      const [error] = document.errors;
      if (error) throw error;
      const object: unknown = document.toJS();
      if (object !== null && object !== undefined) entries.push({ chart: file, object });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unreadable.push({
        place: { file },
        object: 'the file',
        rule: 'yaml',
        path: '',
        problem: error.message.split('\n')[0]?.replace(/:$/, '') ?? '',
        effect: { severity: 'refused', text: 'kubectl cannot read it' },
      });
    }
  }
  return { entries, unreadable };
}

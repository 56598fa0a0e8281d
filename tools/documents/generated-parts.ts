import { Refusal } from '../../lib/program/refusal';
import { chartExcerpts, manifestExcerpts } from './excerpts';
import type { Language } from './language';
import { paths } from './pages';
import { pictures } from './pictures';

/** The documents that have generated parts. */
export const documents = ['README.md', 'README.ja.md', ...paths];

/** What is generated into documents, as Markdown: by what it is, and by name. */
export type Parts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** All there is to put into documents of a language. */
export function parts(language: Language): Parts {
  return new Map([
    ['picture', pictures(language)],
    ['manifest', manifestExcerpts()],
    ['chart', chartExcerpts()],
  ]);
}

/** The first line of a part: what it is, and its name. */
export const marker = /^<!-- (picture|manifest|chart):(\w+) -->$/gm;

/** A part with its markers. */
const marked = new RegExp(`${marker.source}.*?^<!-- /\\1 -->$`, 'gms');

/**
 * Puts each part between its markers, `<!-- picture:NAME -->` and `<!-- /picture -->`, for instance.
 *
 * @throws Refusal if there is no part of that name.
 */
export function fill(text: string, parts: Parts): string {
  return text.replaceAll(marked, (_, what: string, name: string) => {
    const part = parts.get(what)?.get(name);
    if (part === undefined) throw new Refusal(`there is no ${what} ${name}`);
    return `<!-- ${what}:${name} -->\n\n${part}\n\n<!-- /${what} -->`;
  });
}

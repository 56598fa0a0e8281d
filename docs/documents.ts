import { Refusal } from '../program/refusal';

/** The documents that have pictures. */
export const documents = ['README.md', 'README.ja.md', 'docs/tutorial.md', 'docs/tutorial.ja.md'];

/**
 * Puts each picture between its markers, `<!-- picture:NAME -->` and `<!-- /picture -->`.
 *
 * @throws Refusal if there is no picture of that name.
 */
export function fill(text: string, pictures: ReadonlyMap<string, string>): string {
  return text.replaceAll(/^<!-- picture:(\w+) -->$.*?^<!-- \/picture -->$/gms, (_, name: string) => {
    const picture = pictures.get(name);
    if (picture === undefined) throw new Refusal(`there is no picture ${name}`);
    return `<!-- picture:${name} -->\n\n${picture}\n\n<!-- /picture -->`;
  });
}

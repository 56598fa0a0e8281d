/** The languages of the documents: English, and Japanese, whose files end in `.ja.md`. */
export const languages = ['en', 'ja'] as const;

/** A language of the documents. */
export type Language = (typeof languages)[number];

/** The language of a document, by the name of its file. */
export function languageOf(name: string): Language {
  return name.endsWith('.ja.md') ? 'ja' : 'en';
}

/** A language of the documents. */
export type Language = 'en' | 'ja';

/** The language of a document: `README.ja.md` is in Japanese, `README.md` in English. */
export function languageOf(documentName: string): Language {
  return documentName.endsWith('.ja.md') ? 'ja' : 'en';
}

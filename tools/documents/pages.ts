import { type Language, languages } from './language';

/** The pages of the walkthrough, in their order. */
export const pages = [
  'README',
  '4.1-cluster',
  '4.3-pod',
  '4.4-service',
  '4.5-ingress',
  '4.5-gateway',
  '4.6-replicaset',
  '4.7-deployment',
  'all-at-once',
] as const;

/** Where a page is, from the project's folder. */
export function pathOf(page: string, language: Language): string {
  return `docs/walkthrough/${page}${language === 'en' ? '' : `.${language}`}.md`;
}

/** Where all pages are, in both languages. */
export const paths = pages.flatMap((page) => languages.map((language) => pathOf(page, language)));

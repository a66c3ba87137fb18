import type { Light, ObligationState } from '@chedun/posture/contract';

/** Tone of each light. */
export const LIGHT_TONE: Readonly<Record<Light, string>> = {
  green: 'good',
  amber: 'medium',
  red: 'critical',
  none: 'info',
};

/** Lights in the order in which they are counted. */
export const LIGHTS = ['green', 'amber', 'red', 'none'] as const satisfies readonly Light[];

/** Headings of the notice in English: our translation, for reading; the words of the notice are the Chinese ones. */
const ENGLISH: Readonly<Record<string, string>> = {
  '1.1': 'Protect network facilities and systems',
  '1.2': 'Secure communication',
  '1.3': 'Monitoring and early warning',
  '1.4': 'Emergency response',
  '1.5': 'Graded protection and its filing',
  '2.1': 'Network security of platforms',
  '2.2': 'OTA services, finding their vulnerabilities',
  '2.3': 'Security of apps',
  '3.1': 'Management of data security',
  '3.2': 'Technical protection of data',
  '3.3': 'Using and sharing data',
  '3.4': 'Export of data',
  '4.1': 'Management of vulnerabilities',
  '4.2': 'Finding and collecting vulnerabilities',
  '4.3': 'Handling vulnerabilities together',
};

/** The heading of an article in a language; the Chinese one where there is no translation. */
export const articleTitle = ({ article, title }: Pick<Article, 'article' | 'title'>, language: string): string =>
  language === 'en' ? (ENGLISH[article] ?? title) : title;

/** One article of the notice with its obligations. */
export interface Article {
  readonly article: string;
  readonly title: string;
  readonly obligations: readonly ObligationState[];
}

/** Obligations by article, in the order of the notice. */
export const byArticle = (obligations: readonly ObligationState[]): readonly Article[] => {
  const articles = new Map<string, { title: string; obligations: ObligationState[] }>();
  for (const obligation of obligations) {
    const known = articles.get(obligation.article);
    if (known === undefined) {
      articles.set(obligation.article, { title: obligation.articleTitle, obligations: [obligation] });
    } else known.obligations.push(obligation);
  }
  return [...articles].map(([article, rest]) => ({ article, ...rest }));
};

/** The obligation to open first: a failed one, else a stale one, else the first that a check serves. */
export const mostPressing = (obligations: readonly ObligationState[]): ObligationState | undefined =>
  obligations.find(({ light }) => light === 'red') ??
  obligations.find(({ light }) => light === 'amber') ??
  obligations.find(({ light }) => light === 'green');

/** When the newest evidence of an obligation was taken; undefined when no check has run yet. */
export const newestEvidence = ({ checks }: Pick<ObligationState, 'checks'>): string | undefined =>
  checks
    .flatMap(({ latest }) => (latest === null ? [] : [latest.at]))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);

import type { Bilingual, DomainError, ErrorCatalogue, ErrorPlace, ErrorText } from '@chedun/kernel';
import type { Language } from './context.ts';
import { cliErrors } from './errors.ts';

/** Texts of every error that a command may meet, by code. They come with the libs that throw them, so only when needed. */
export type ErrorTexts = ReadonlyMap<string, ErrorText>;

/** Loads the catalogues. */
export const loadTexts = async (): Promise<ErrorTexts> => {
  const [cacao, config, gbt32960, journal, logs, merkle, sigma, v2x] = await Promise.all([
    import('@chedun/cacao'),
    import('@chedun/config'),
    import('@chedun/gbt32960'),
    import('@chedun/journal'),
    import('@chedun/logs'),
    import('@chedun/merkle'),
    import('@chedun/sigma'),
    import('@chedun/v2x'),
  ]);
  const catalogues: readonly ErrorCatalogue[] = [
    cliErrors,
    cacao.CACAO_ERRORS,
    config.configErrors,
    gbt32960.GBT32960_ERRORS,
    journal.journalErrors,
    logs.LOG_ERRORS,
    merkle.MERKLE_ERRORS,
    sigma.sigmaErrors,
    v2x.V2X_ERRORS,
  ];
  return new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue)));
};

/** An error as `--json` prints it. */
export interface ErrorReport {
  readonly code: string;
  readonly reason: string | null;
  readonly place: ErrorPlace;
  readonly text: Bilingual;
  readonly todo: Bilingual;
}

const PLACES = ['file', 'line', 'column', 'offset', 'field'] as const;

const placeOf = ({ detail }: DomainError): ErrorPlace =>
  Object.fromEntries(PLACES.flatMap((name) => (detail[name] === undefined ? [] : [[name, detail[name]]])));

const told = (error: DomainError, name: string): string | undefined => {
  const value = error.detail[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What is known about an error: the texts of its catalogue, or those that the server sent along. */
export const reportOf = (error: DomainError, texts: ErrorTexts): ErrorReport => {
  const known = texts.get(error.code);
  return {
    code: told(error, 'serverCode') ?? error.code,
    reason: error.detail.reason ?? null,
    place: placeOf(error),
    text: { zh: told(error, 'zh') ?? known?.zh ?? '', en: told(error, 'en') ?? known?.en ?? '' },
    todo: { zh: told(error, 'doZh') ?? known?.doZh ?? '', en: told(error, 'doEn') ?? known?.doEn ?? '' },
  };
};

const NAMES = {
  zh: { line: '行', column: '列', offset: '字节偏移' },
  en: { line: 'line', column: 'column', offset: 'offset' },
} as const;

const placeText = ({ file, line, column, offset, field }: ErrorPlace, language: Language): string => {
  const names = NAMES[language];
  const parts = [
    file,
    line === undefined ? undefined : `${names.line} ${line}`,
    column === undefined ? undefined : `${names.column} ${column}`,
    offset === undefined ? undefined : `${names.offset} ${offset}`,
    field,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

/** One line: code, reason and place. */
export const errorLine = (error: DomainError, language: Language): string => {
  const { code, reason, place } = reportOf(error, new Map());
  return `${reason === null ? code : `${code}: ${reason}`}${placeText(place, language)}`;
};

/** What a person reads: the line, then what it means and what to do, where the catalogue knows the code. */
export const errorText = (error: DomainError, language: Language, texts: ErrorTexts): string => {
  const { text, todo } = reportOf(error, texts);
  const stop = language === 'zh' ? '。' : '.';
  const said = [text[language], todo[language]]
    .filter((each) => each !== '')
    .map((each) => each.replace(/[.。]$/, '') + stop);
  const head = `chedun: ${errorLine(error, language)}`;
  return said.length === 0 ? head : `${head}\n  ${said.join(language === 'zh' ? '' : ' ')}`;
};

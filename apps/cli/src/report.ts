import { configErrors } from '@chedun/config';
import { GBT32960_ERRORS } from '@chedun/gbt32960';
import { journalErrors } from '@chedun/journal';
import type { DomainError, ErrorCatalogue, ErrorPlace, ErrorText } from '@chedun/kernel';
import { LOG_ERRORS } from '@chedun/logs';
import { sigmaErrors } from '@chedun/sigma';
import { cliErrors } from './errors.ts';

const texts: ReadonlyMap<string, ErrorText> = new Map(
  [cliErrors, configErrors, journalErrors, LOG_ERRORS, GBT32960_ERRORS, sigmaErrors].flatMap(
    (catalogue: ErrorCatalogue) => Object.entries(catalogue),
  ),
);

/** An error as `--json` prints it. */
export interface ErrorReport {
  readonly code: string;
  readonly reason: string | null;
  readonly place: ErrorPlace;
  readonly text: { readonly zh: string; readonly en: string };
  readonly todo: { readonly zh: string; readonly en: string };
}

const PLACES = ['file', 'line', 'column', 'offset', 'field'] as const;

const placeOf = ({ detail }: DomainError): ErrorPlace =>
  Object.fromEntries(PLACES.flatMap((name) => (detail[name] === undefined ? [] : [[name, detail[name]]])));

const told = (error: DomainError, name: string): string | undefined => {
  const value = error.detail[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What is known about an error: the texts of its catalogue, or those that the server sent along. */
export const reportOf = (error: DomainError): ErrorReport => {
  const known = texts.get(error.code);
  return {
    code: told(error, 'serverCode') ?? error.code,
    reason: error.detail.reason ?? null,
    place: placeOf(error),
    text: { zh: told(error, 'zh') ?? known?.zh ?? '', en: told(error, 'en') ?? known?.en ?? '' },
    todo: { zh: told(error, 'doZh') ?? known?.doZh ?? '', en: told(error, 'doEn') ?? known?.doEn ?? '' },
  };
};

const placeText = ({ file, line, column, offset, field }: ErrorPlace): string => {
  const parts = [
    file,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
    offset === undefined ? undefined : `offset ${offset}`,
    field,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

/** One line: code, reason and place. */
export const errorLine = (error: DomainError): string => {
  const { code, reason, place } = reportOf(error);
  return `${reason === null ? code : `${code}: ${reason}`}${placeText(place)}`;
};

/** What a person reads: the line, then the catalogue in Chinese and English where it knows the code. */
export const errorText = (error: DomainError): string => {
  const { text, todo } = reportOf(error);
  const lines = [
    [text.zh, todo.zh],
    [text.en, todo.en],
  ].flatMap((sentences) => {
    const said = sentences.map((each) => each.replace(/[.。]$/, '')).filter((each) => each !== '');
    return said.length === 0 ? [] : [said];
  });
  const [zh, en] = lines;
  return [
    `chedun: ${errorLine(error)}`,
    ...(zh === undefined ? [] : [`  ${zh.join('。')}。`]),
    ...(en === undefined ? [] : [`  ${en.join('. ')}.`]),
  ].join('\n');
};

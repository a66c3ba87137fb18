import { CountResult, ImportResult, Removed, YearDetail, YearList } from '@chedun/workdays/contract';
import { call } from './client.ts';

export const listYears = (signal?: AbortSignal) => call('GET', '/workdays', YearList, { signal });

export const getYear = (year: number, signal?: AbortSignal) => call('GET', `/workdays/${year}`, YearDetail, { signal });

export const importYear = ({
  year,
  source,
  file,
  format,
}: {
  readonly year: number;
  readonly source: string;
  readonly file: Blob;
  readonly format: 'csv' | 'ics';
}) => call('PUT', `/workdays/${year}`, ImportResult, { query: { format, source }, bytes: file });

export const removeYear = (year: number) => call('DELETE', `/workdays/${year}`, Removed);

export const countWorkingDays = (
  query: { readonly from: string; readonly days: number; readonly direction: 'forward' | 'back' },
  signal?: AbortSignal,
) => call('GET', '/workdays/count', CountResult, { query, signal });

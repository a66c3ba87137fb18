import type { z } from 'zod';
import type { ImportResult, KnownYear, YearDetail, YearList } from './contract.ts';

const exampleKnown: z.input<typeof KnownYear> = {
  year: 2026,
  source: '国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）',
  holidays: 33,
  workdays: 6,
  origin: 'shipped',
  importedBy: null,
  importedAt: null,
};

export const exampleYears: z.input<typeof YearList> = { items: [exampleKnown], today: '2026-11-28', missing: [] };

export const exampleYear: z.input<typeof YearDetail> = {
  ...exampleKnown,
  days: [{ date: '2026-10-01', kind: 'holiday', name: '国庆节' }],
  workingDays: 248,
};

export const exampleImport: z.input<typeof ImportResult> = { ...exampleYear, others: 0, unclear: [] };

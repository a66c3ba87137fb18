import { z } from 'zod';
import { Basis, Firm, Iso, Title } from './common.ts';

export const ExportRouteName = z.enum(['security-assessment', 'contract-or-certification', 'exempt']);

/** What declared and observed do not agree in. */
export const ExportProblem = z.object({
  rule: z.enum(['route', 'persons', 'expired', 'recipient', 'unfiled']),
  basis: Basis,
  text: Title,
  /** A task about it was sent. */
  notice: z.uuid().nullable(),
});
export type ExportProblem = z.infer<typeof ExportProblem>;

/** An enterprise in the register of data exports 数据出境登记. */
export const ExportLine = z.object({
  enterprise: Firm,
  filing: z.uuid().nullable(),
  number: z.string(),
  declaredRoute: ExportRouteName.nullable(),
  /** Route that the declared numbers lead to. */
  computedRoute: ExportRouteName.nullable(),
  persons: z.number().int(),
  sensitive: z.number().int(),
  observedPersons: z.number().int().nullable(),
  important: z.boolean(),
  recipients: z.array(z.string()),
  assessedOn: z.string(),
  filedAt: Iso.nullable(),
  problems: z.array(ExportProblem),
});
export type ExportLine = z.infer<typeof ExportLine>;
export const ExportList = z.object({ items: z.array(ExportLine).max(2000) });

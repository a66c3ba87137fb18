import { INSPECTION_KIND_IDS } from '@chedun/inspection/kinds';
import { z } from 'zod';
import { Day, Firm, Iso, LegalBasis, Line, Prose } from './common.ts';

const Kind = z.enum(INSPECTION_KIND_IDS);

/** POST /oversight/inspections: an order 检查通知, signed when it is issued. */
export const InspectionInput = z
  .object({
    enterprise: z.uuid(),
    title: Line,
    basis: z.string().min(1).max(40),
    /** Kinds of data that may be read. */
    kinds: z.array(Kind).min(1).max(INSPECTION_KIND_IDS.length),
    /** Ids of obligations; empty: all. */
    obligations: z.array(z.string().regex(/^\d\.\d-[a-z]$/)).max(113),
    /** Names of units; empty: all. */
    units: z.array(Line).max(50),
    items: z.array(Line).min(1).max(100),
    from: Iso,
    until: Iso,
    inspectors: z
      .array(z.object({ name: Line, organisation: Line }))
      .min(2)
      .max(20),
    announced: z.boolean(),
  })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), { path: ['until'] });
export type InspectionInput = z.output<typeof InspectionInput>;

export const InspectionItem = z.object({
  id: z.uuid(),
  item: z.string(),
  finding: z.string(),
  result: z.enum(['open', 'conforms', 'deviates', 'not-seen']),
  /** Task that it became. */
  notice: z.uuid().nullable(),
});
export const InspectionLine = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  enterprise: Firm,
  from: Iso,
  until: Iso,
  announced: z.boolean(),
  /** `ordered` not begun · `running` in its time box · `ended` to be reported · `reported`. */
  state: z.enum(['ordered', 'running', 'ended', 'reported', 'cancelled']),
  items: z.number().int(),
  deviations: z.number().int(),
});
export type InspectionLine = z.infer<typeof InspectionLine>;
export const InspectionList = z.object({ items: z.array(InspectionLine).max(500) });
/** GET /oversight/inspections/:id */
export const Inspection = z.object({
  inspection: InspectionLine,
  basis: LegalBasis,
  kinds: z.array(Kind),
  obligations: z.array(z.string()),
  units: z.array(z.string()),
  inspectors: z.array(z.object({ name: z.string(), organisation: z.string() })),
  items: z.array(InspectionItem),
  orderSm3: z.string(),
  reportSm3: z.string(),
  reportDocument: z.uuid().nullable(),
});
export type Inspection = z.infer<typeof Inspection>;
/** PUT /oversight/inspections/:id/items/:item */
export const ItemParams = z.object({ id: z.uuid(), item: z.uuid() });
export const ItemInput = z.object({ finding: Prose, result: z.enum(['conforms', 'deviates', 'not-seen']) });
/** POST /oversight/inspections/:id/report: the record 检查记录; every deviation becomes a task. */
export const ReportInput = z.object({ dueOn: Day, opinion: z.string().trim().max(2000).default('') });

import { z } from 'zod';

/** Permissions of the authority's further duties. None ends in `read`: roles of an enterprise that read everything see nothing of it. */
export const oversightPermissions = {
  /** Sees the incident desk, notices, inspections and the register of exports. */
  desk: 'oversight.desk',
  /** Issues notices and warnings, works on incidents, orders inspections. */
  act: 'oversight.act',
  /** Decides penalties that another account proposed. */
  decide: 'oversight.decide',
} as const;

export const Iso = z.iso.datetime({ offset: true });
export const Day = z.iso.date();
export const Line = z.string().trim().min(1).max(200);
export const Prose = z.string().trim().min(2).max(4000);
export const Title = z.object({ zh: z.string(), en: z.string() });
export const Firm = z.object({ id: z.uuid(), name: z.string(), province: z.string() });
export type Firm = z.infer<typeof Firm>;
export const IdParams = z.object({ id: z.uuid() });

/** Levels of events, heaviest first, as the tables name them. */
export const EventLevel = z.enum(['特别重大', '重大', '较大', '一般']);
export type EventLevel = z.infer<typeof EventLevel>;
/** Levels by their weight. */
export const LEVEL = { heaviest: '特别重大', major: '重大', considerable: '较大', ordinary: '一般' } as const;

/** Whether the text behind a rule was read; `product`: the rule is ours. */
export const Basis = z.enum(['seen', 'unverified', 'product']);

/** A legal basis that a notice can name. */
export const LegalBasis = z.object({
  id: z.string(),
  for: z.array(z.string()),
  basis: Basis,
  title: Title,
  /** What it is about, not its text. */
  gist: Title,
});
export type LegalBasis = z.infer<typeof LegalBasis>;
export const BasisList = z.object({ items: z.array(LegalBasis).max(100) });

/** A file that goes along. */
export const FileLine = z.object({
  id: z.uuid(),
  name: z.string(),
  bytes: z.number().int(),
  sm3: z.string(),
});
export type FileLine = z.infer<typeof FileLine>;
export const MOST_FILE = 16 * 1024 * 1024;
export const UploadQuery = z.object({ name: Line });
export const FileParams = z.object({ id: z.uuid(), file: z.uuid() });

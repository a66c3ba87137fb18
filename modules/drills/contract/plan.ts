import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });
const Paragraph = z.string().trim().min(1).max(4000);

/** What people write of the plan; roles come from the duty roster, the name from the organisation. */
export const PlanText = z.object({
  scope: Paragraph,
  levels: Paragraph,
  monitoring: Paragraph,
  response: Paragraph,
  reporting: Paragraph,
  recovery: Paragraph,
  drills: Paragraph,
});
export type PlanText = z.infer<typeof PlanText>;

/** A playbook that the plan is bound to. */
export const BoundPlaybook = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  sm3: z.string(),
  /** Result of a dry run when the plan was approved; null before. */
  dry: z.enum(['succeeded', 'failed']).nullable(),
});
export type BoundPlaybook = z.infer<typeof BoundPlaybook>;

export const Plan = z.object({
  version: z.number().int(),
  text: PlanText,
  playbooks: z.array(BoundPlaybook),
  draftedAt: Iso,
  draftedBy: z.string(),
  approvedAt: Iso.nullable(),
  approvedBy: z.string().nullable(),
  document: z.uuid().nullable(),
  sm3: z.string().nullable(),
  /** Bound playbooks of which another version is approved now, or none. */
  changed: z.array(z.string()),
});
export type Plan = z.infer<typeof Plan>;

/** GET /drills/plan */
export const PlanDetail = z.object({
  /** The newest version, and all versions before it, newest first, at most 50. */
  current: Plan.nullable(),
  versions: z.array(Plan).max(50),
  /** Approved playbooks that a plan can be bound to. */
  available: z.array(BoundPlaybook.omit({ dry: true })),
});
export type PlanDetail = z.infer<typeof PlanDetail>;
/** POST /drills/plan */
export const PlanOrder = z.object({ text: PlanText, playbooks: z.array(z.string().max(100)).min(1).max(50) });
/** POST /drills/plan/:version/approve */
export const PlanParams = z.object({ version: z.coerce.number().int().min(1).max(100_000) });

import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });
const Line = z.string().trim().min(1).max(500);

export const ReviewSubject = z.object({ kind: z.enum(['drill', 'incident']), id: z.uuid() });
export type ReviewSubject = z.infer<typeof ReviewSubject>;

/** Moments that the machine fills in. */
export const MilestoneKey = z.enum([
  'known',
  'injected',
  'detected',
  'plan',
  'contained',
  'reported',
  'recovered',
  'ended',
  'closed',
]);
export type MilestoneKey = z.infer<typeof MilestoneKey>;
export const Milestone = z.object({
  key: MilestoneKey,
  at: Iso.nullable(),
  /** Minutes from the first moment. */
  minutes: z.number().nullable(),
});
export type Milestone = z.infer<typeof Milestone>;

export const ImprovementItem = z.object({
  id: z.uuid(),
  title: z.string(),
  owner: z.string(),
  due: z.iso.date(),
  createdAt: Iso,
  /** The finding 隐患 of the ledger; null until the ledger took it. */
  finding: z.uuid().nullable(),
  state: z.enum(['open', 'mended', 'overdue']),
  mendedAt: Iso.nullable(),
});
export type ImprovementItem = z.infer<typeof ImprovementItem>;

/** An after-action review 复盘. */
export const Review = z.object({
  id: z.uuid(),
  subject: ReviewSubject,
  number: z.string(),
  title: z.string(),
  state: z.enum(['open', 'signed']),
  milestones: z.array(Milestone),
  well: z.string(),
  badly: z.string(),
  causes: z.string(),
  createdAt: Iso,
  createdBy: z.string(),
  signatures: z.array(z.object({ by: z.string(), at: Iso })),
  items: z.array(ImprovementItem),
});
export type Review = z.infer<typeof Review>;

export const ReviewSummary = Review.pick({
  id: true,
  subject: true,
  number: true,
  title: true,
  state: true,
  createdAt: true,
}).extend({
  items: z.number().int(),
  openItems: z.number().int(),
  overdueItems: z.number().int(),
  signatures: z.number().int(),
});
export type ReviewSummary = z.infer<typeof ReviewSummary>;

/** GET /drills/reviews: newest first. */
export const ReviewFilter = z.strictObject({
  subject: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ReviewPage = z.object({ items: z.array(ReviewSummary), next: z.string().nullable() });
/** POST /drills/reviews: opens the review of a drill or an incident, or gives the one that is there. */
export const ReviewOrder = z.object({ subject: ReviewSubject });
export const ReviewParams = z.object({ id: z.uuid() });
export const ItemParams = z.object({ id: z.uuid(), item: z.uuid() });
/** PUT /drills/reviews/:id */
export const ReviewText = z.object({
  well: z.string().trim().max(4000),
  badly: z.string().trim().max(4000),
  causes: z.string().trim().max(4000),
});
export type ReviewText = z.infer<typeof ReviewText>;
/** POST /drills/reviews/:id/items */
export const ItemOrder = z.object({ title: Line, owner: z.string().trim().min(1).max(60), due: z.iso.date() });
export type ItemOrder = z.infer<typeof ItemOrder>;
/** POST /drills/reviews/:id/items/:item/mended */
export const MendedOrder = z.object({ comment: Line });

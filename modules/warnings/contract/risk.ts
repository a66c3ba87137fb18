import { AssetRef, Severity } from '@chedun/governance/contract';
import { z } from 'zod';
import { Iso } from './common.ts';

/** One finding and what it adds to the score of an asset. */
export const Contribution = z.object({
  findingId: z.string(),
  /** Rule, or module where no rule is behind it; the cap holds for all findings of one of these together. */
  rule: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  severity: Severity,
  at: Iso,
  /** Factors of the product, in order. */
  severityPoints: z.number(),
  confidence: z.number(),
  assetWeight: z.number(),
  decay: z.number(),
  /** Product of the factors. */
  points: z.number(),
  /** What counts after the cap of the rule. */
  counted: z.number(),
});
export type Contribution = z.infer<typeof Contribution>;

/** How endangered an asset is, 0 to 100. */
export const RiskScore = z.object({
  asset: AssetRef,
  score: z.number(),
  findings: z.number().int(),
  worst: Severity,
  computedAt: Iso,
});
export type RiskScore = z.infer<typeof RiskScore>;

/** GET /warnings/risk: highest first. */
export const RiskQuery = z.object({
  kind: AssetRef.shape.kind.optional(),
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const RiskList = z.object({ items: z.array(RiskScore), total: z.number().int() });

/** GET /warnings/risk/:kind/:id: why the score is what it is. An asset without findings has the score 0. */
export const RiskParams = AssetRef;
export const RiskDetail = RiskScore.extend({
  contributions: z.array(Contribution),
  halfLifeHours: z.number(),
  ruleCap: z.number(),
});
export type RiskDetail = z.infer<typeof RiskDetail>;

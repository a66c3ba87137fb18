import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });

/** Verdict on one asset for one obligation. */
export const Verdict = z.enum(['n-a', 'pass', 'fail', 'unknown']);
export type Verdict = z.infer<typeof Verdict>;

/** Why: see `modules/posture/domain/asset-verdict.ts`. */
export const VerdictReason = z.enum([
  'not-in-scope',
  'in-order',
  'open-finding',
  'no-check',
  'check-not-met',
  'silent',
  'not-judged',
]);
export type VerdictReason = z.infer<typeof VerdictReason>;

/** An evaluation of all assets. */
export const AssetRun = z.object({
  at: Iso,
  assets: z.number().int(),
  milliseconds: z.number().int(),
  changedPages: z.number().int(),
  /** By obligation that applies to assets. */
  counts: z.array(
    z.object({ obligation: z.string(), pass: z.number().int(), fail: z.number().int(), unknown: z.number().int() }),
  ),
});
export type AssetRun = z.infer<typeof AssetRun>;

/** GET /posture/assets */
export const AssetPosture = z.object({ run: AssetRun.nullable() });

/** GET /posture/assets/:kind/:id */
export const AssetParams = z.object({
  kind: z.enum(['vehicle', 'host', 'service']),
  id: z.string().min(1).max(200),
});
export const AssetVerdicts = z.object({
  kind: z.string(),
  id: z.string(),
  at: Iso.nullable(),
  verdicts: z.array(
    z.object({
      obligation: z.string(),
      verdict: Verdict,
      reason: VerdictReason,
      /** What it was before, newest first. */
      before: z.array(z.object({ since: Iso, verdict: Verdict, reason: VerdictReason })),
    }),
  ),
});
export type AssetVerdicts = z.infer<typeof AssetVerdicts>;

/** GET /posture/obligations/:id/assets?verdict&limit */
export const JudgedQuery = z.object({
  verdict: z.enum(['fail', 'unknown', 'pass']).default('fail'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const JudgedAssets = z.object({
  items: z.array(z.object({ kind: z.string(), id: z.string(), reason: VerdictReason })),
  total: z.number().int(),
});
export type JudgedAssets = z.infer<typeof JudgedAssets>;

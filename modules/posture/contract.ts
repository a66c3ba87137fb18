import { z } from 'zod';

/** Permissions of the posture of the notice. */
export const posturePermissions = { read: 'posture.read', run: 'posture.checks-run' } as const;

const Iso = z.iso.datetime({ offset: true });

/** green = passed and fresh; amber = evidence expired or missing; red = failed; none = no check serves it yet. */
export const Light = z.enum(['green', 'amber', 'red', 'none']);
export type Light = z.infer<typeof Light>;

/** Evidence 证据: the result of one run of a check, with its time to live. */
export const Evidence = z.object({
  id: z.uuid(),
  checkId: z.string(),
  outcome: z.enum(['pass', 'fail', 'unknown']),
  summary: z.object({ zh: z.string(), en: z.string() }),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  at: Iso,
  expiresAt: Iso,
});
export type Evidence = z.infer<typeof Evidence>;

export const CheckState = z.object({
  id: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  light: Light,
  everyMinutes: z.number(),
  ttlHours: z.number(),
  latest: Evidence.nullable(),
});
export type CheckState = z.infer<typeof CheckState>;

/** One of the 113 obligations of the notice, with the checks that serve it. */
export const ObligationState = z.object({
  id: z.string(),
  article: z.string(),
  articleTitle: z.string(),
  quote: z.string(),
  /** The part of the quote that this obligation is about, when it is shorter. */
  focus: z.string().nullable(),
  duty: z.object({ zh: z.string(), en: z.string() }),
  light: Light,
  checks: z.array(CheckState),
});
export type ObligationState = z.infer<typeof ObligationState>;

/** GET /posture */
export const Posture = z.object({
  obligations: z.array(ObligationState),
  counts: z.object({ green: z.number(), amber: z.number(), red: z.number(), none: z.number() }),
});

/** GET /posture/checks/:id/evidence?limit */
export const EvidenceList = z.object({ items: z.array(Evidence) });

/** POST /posture/checks/:id/run answers the new evidence. */
export const CheckParams = z.object({ id: z.string().min(1).max(100) });

export interface PostureAsks {
  readonly lightOf: (obligation: string) => Promise<Light>;
}

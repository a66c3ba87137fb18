import { z } from 'zod';

export * from './contract/accepting.ts';
export * from './contract/assets.ts';

/** Permissions of the posture of the notice. */
export const posturePermissions = {
  read: 'posture.read',
  run: 'posture.checks-run',
  attest: 'posture.attest',
  except: 'posture.exceptions-request',
  decide: 'posture.exceptions-decide',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Title = z.object({ zh: z.string(), en: z.string() });

/** green = passed and fresh; amber = evidence expired or missing, or accepted; red = failed; none = no check serves it yet. */
export const Light = z.enum(['green', 'amber', 'red', 'none']);
export type Light = z.infer<typeof Light>;

/** Evidence 证据: the result of one run of a check or an attestation, with its time to live. */
export const Evidence = z.object({
  id: z.uuid(),
  checkId: z.string(),
  outcome: z.enum(['pass', 'fail', 'unknown']),
  summary: Title,
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** When it came in. */
  at: Iso,
  /** From when the fact holds; `at` for what a machine measured. */
  effectiveAt: Iso,
  expiresAt: Iso,
  /** Who attested it; null for a machine. */
  signer: z.string().nullable(),
  attachment: z.object({ name: z.string(), bytes: z.number().int(), sm3: z.string() }).nullable(),
  /** SM3 of its link in the chain of evidence. */
  digest: z.string().nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

export const CheckState = z.object({
  id: z.string(),
  /** A machine measures it, or a person attests it. */
  kind: z.enum(['machine', 'attestation']),
  title: Title,
  light: Light,
  everyMinutes: z.number(),
  ttlHours: z.number(),
  /** Who has to attest; null for a machine. */
  owner: z.string().nullable(),
  latest: Evidence.nullable(),
  /** End of the exception that holds now. */
  acceptedUntil: Iso.nullable(),
});
export type CheckState = z.infer<typeof CheckState>;

/** Part of the product that brings a check, while there is none. */
export const Gap = z.object({ part: z.number().int(), title: Title });

/** One of the 113 obligations of the notice, with the checks that serve it. */
export const ObligationState = z.object({
  id: z.string(),
  article: z.string(),
  articleTitle: z.string(),
  quote: z.string(),
  /** The part of the quote that this obligation is about, when it is shorter. */
  focus: z.string().nullable(),
  duty: Title,
  light: Light,
  gap: Gap.nullable(),
  checks: z.array(CheckState),
});
export type ObligationState = z.infer<typeof ObligationState>;

/** GET /posture */
export const Posture = z.object({
  obligations: z.array(ObligationState),
  counts: z.object({ green: z.number(), amber: z.number(), red: z.number(), none: z.number() }),
});

/** A stretch of time in which the checks of an obligation said the same. */
export const Segment = z.object({ from: Iso, to: Iso, outcome: z.enum(['pass', 'fail', 'unknown', 'stale']) });
export type Segment = z.infer<typeof Segment>;

/** Whom an obligation binds, in the words of the notice. */
export const Party = z.enum([
  '智能网联汽车生产企业',
  '车联网运营企业',
  '基础电信企业',
  '省级电信主管部门',
  '省级工业和信息化主管部门',
]);
export type Party = z.infer<typeof Party>;

/** GET /posture/obligations/:id */
export const ObligationDetail = z.object({
  obligation: ObligationState,
  /** The sentence of the notice around the quote. */
  sentence: z.string(),
  parties: z.array(Party),
  /** What evidence and which numbers the duty names; null where no rule gives a number. */
  number: Title.nullable(),
  mappings: z.array(
    z.object({
      rule: z.string(),
      ruleTitle: Title,
      note: Title,
      number: z.string().nullable(),
      title: z.string().nullable(),
      isVerified: z.boolean(),
    }),
  ),
  findings: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      titleZh: z.string().nullable(),
      severity: z.string(),
      status: z.string(),
      dueAt: Iso.nullable(),
      owner: z.string().nullable(),
    }),
  ),
  /** Who answers for it; null when the organisation names nobody. */
  responsible: z.object({ name: z.string(), post: Title, phone: z.string() }).nullable(),
  history: z.array(z.object({ checkId: z.string(), title: Title, segments: z.array(Segment) })),
});
export type ObligationDetail = z.infer<typeof ObligationDetail>;
export const ObligationParams = z.object({ id: z.string().regex(/^\d\.\d-[a-z]$/) });

/** GET /posture/checks/:id/evidence?limit */
export const EvidenceList = z.object({ items: z.array(Evidence) });

/** POST /posture/checks/:id/run answers the new evidence. */
export const CheckParams = z.object({ id: z.string().min(1).max(100) });

/** GET /posture/chain: every link recomputed. */
export const ChainReport = z.object({
  rows: z.number().int(),
  /** SM3 of the last row that holds. */
  head: z.string(),
  /** Rows of evidence that are not in the chain (yet). */
  unlinked: z.number().int(),
  /** Number of the first row that does not hold. */
  brokenAt: z.number().int().nullable(),
});
export type ChainReport = z.infer<typeof ChainReport>;

/** GET /posture/oscal/:model */
export const OscalParams = z.object({ model: z.enum(['catalog', 'profile', 'assessment-results', 'plan']) });
export const OscalQuery = z.object({
  /** For a profile: who is bound. */
  party: z.string().max(40).optional(),
});

export interface PostureAsks {
  readonly lightOf: (obligation: string) => Promise<Light>;
}

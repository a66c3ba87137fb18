import { AssetRef, FindingKind, Severity } from '@chedun/governance/contract';
import { z } from 'zod';
import { Iso, Texts, WarningLevel } from './common.ts';

const share = z.number().min(0).max(1);
const points = z.number().min(0).max(100);

/** How findings become points. */
export const RiskPolicy = z.strictObject({
  severityPoints: z.strictObject({
    informational: points,
    low: points,
    medium: points,
    high: points,
    critical: points,
  }),
  /** Confidence in a finding nobody has judged, by its kind. */
  confidence: z.strictObject({
    alert: share,
    vulnerability: share,
    violation: share,
    weakness: share,
    anomaly: share,
  }),
  /** With at least so many verdicts on a rule its precision takes the place of the confidence of the kind. */
  verdictsNeeded: z.number().int().min(1).max(1000),
  /** A finding that a person works on is worth so much confidence. */
  confirmed: share,
  assetWeights: z.strictObject({
    vehicle: z.number().min(0).max(10),
    host: z.number().min(0).max(10),
    account: z.number().min(0).max(10),
    service: z.number().min(0).max(10),
    source: z.number().min(0).max(10),
    platform: z.number().min(0).max(10),
  }),
  halfLifeHours: z.number().min(0.5).max(8760),
  /** Findings of one rule add at most so many points to one asset. */
  ruleCap: points,
});
export type RiskPolicy = z.infer<typeof RiskPolicy>;

/** What raises a warning. */
export const Trigger = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('score'), assets: z.array(AssetRef.shape.kind).min(1), atLeast: points }),
  z.strictObject({
    kind: z.literal('vehicles-at-risk'),
    score: points,
    atLeast: z.number().int().min(1).max(10_000_000),
  }),
  z.strictObject({
    kind: z.literal('open-findings'),
    severities: z.array(Severity).min(1),
    kinds: z.array(FindingKind).min(1),
    withinHours: z.number().min(1).max(8760),
    atLeast: z.number().int().min(1).max(1_000_000),
  }),
  z.strictObject({ kind: z.literal('silence'), minutes: z.number().int().min(0).max(10_080) }),
]);
export type Trigger = z.infer<typeof Trigger>;

const PolicyRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: Texts,
  level: WarningLevel,
  trigger: Trigger,
});

const LevelPolicy = z.strictObject({
  /** Level of the event that this warning says is possible (281号 3.1–3.4). */
  possibleLevel: z.enum(['特别重大', '重大', '较大', '一般']),
  colour: z.enum(['红', '橙', '黄', '蓝']),
  /** `confirm`: a person confirms issue, change to and lifting from this level. */
  issue: z.enum(['automatic', 'confirm']),
  /** Hours for which the reason must be gone before the level goes down. */
  calmHours: z.number().min(0).max(8760),
  /** Hours within which measures are to be taken. */
  timeLimitHours: z.number().min(1).max(8760),
  measures: z.array(Texts).max(20),
});

/** The table that decides about warnings. */
export const WarningPolicy = z.strictObject({
  note: Texts,
  risk: RiskPolicy,
  levels: z.strictObject({ red: LevelPolicy, orange: LevelPolicy, yellow: LevelPolicy, blue: LevelPolicy }),
  rules: z.array(PolicyRule).min(1).max(50),
  /** Scopes that may carry a warning at the same time; further ones are counted, worst first. */
  mostWarnings: z.number().int().min(1).max(1000),
  /** After a person refused a proposal, the same scope is not proposed again for so long. */
  muteHours: z.number().min(0).max(720),
  /** Without acknowledgement the next step of channels is told after so many minutes. */
  escalateMinutes: z.number().min(1).max(1440),
  delivery: z.strictObject({
    attempts: z.number().int().min(1).max(20),
    /** Wait before the second attempt; doubles each time, at most an hour. */
    backoffSeconds: z.number().min(1).max(3600),
  }),
  issuer: z.string().max(200),
  telephone: z.string().max(100),
});
export type WarningPolicy = z.infer<typeof WarningPolicy>;

const head = { version: z.number().int(), note: z.string(), by: z.string(), at: Iso };
/** GET /warnings/policy: the one in force with the versions before it. Version 0 is the one that is shipped. */
export const PolicyInForce = z.object({
  version: z.number().int(),
  policy: WarningPolicy,
  versions: z.array(z.object(head)),
});
/** PUT /warnings/policy: becomes the next version. */
export const PolicyChange = z.strictObject({ policy: WarningPolicy, note: z.string().min(1).max(500) });

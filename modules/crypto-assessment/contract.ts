import { z } from 'zod';

/** Permissions of assessments of cryptography 密评. */
export const cryptoAssessmentPermissions = {
  read: 'crypto-assessment.read',
  /** Begins, judges, completes and removes them. */
  write: 'crypto-assessment.write',
} as const;

const Day = z.iso.date();
const Iso = z.iso.datetime({ offset: true });

/** 技术要求 or 管理要求. */
export const UnitGroup = z.enum(['technical', 'management']);
export type UnitGroup = z.infer<typeof UnitGroup>;

/** 符合, 部分符合, 不符合. */
export const Conformity = z.enum(['conform', 'partial', 'fail']);
export type Conformity = z.infer<typeof Conformity>;

/** A judged object 测评对象 of a unit 测评单元. Technical units are judged by D, A, K; those of management by conformity. */
export const AssessmentItem = z.object({
  /** Id of the unit, for example `net-1`. */
  unit: z.string().regex(/^[a-z]{3}-\d{1,2}$/),
  object: z.string().trim().min(1).max(200),
  /** 不适用: the object does not count. */
  applicable: z.boolean(),
  /** 密码使用有效性 (D), 密码算法/技术合规性 (A), 密钥管理安全 (K); null: not judged. */
  d: z.boolean().nullable().default(null),
  a: z.boolean().nullable().default(null),
  k: z.boolean().nullable().default(null),
  /** Strength of the algorithm: 1 at least 112 bit, 0.5 80 bit, 0.2 less. */
  ra: z.union([z.literal(1), z.literal(0.5), z.literal(0.2)]).default(1),
  /** 1.2: level 3 with a level-1 module; 1.5: level 4 with a level-2 module; otherwise 1. */
  rk: z.union([z.literal(1), z.literal(1.2), z.literal(1.5)]).default(1),
  conformity: Conformity.nullable().default(null),
  highRisk: z.boolean().default(false),
  /** What shows it: ids of probes, documents, approvals. */
  evidence: z.array(z.string().trim().min(1).max(300)).max(20).default([]),
  note: z.string().trim().max(1000).default(''),
  /** Day until which a gap is to be closed. */
  rectifyBy: Day.nullable().default(null),
});
export type AssessmentItem = z.infer<typeof AssessmentItem>;

export const AssessmentHead = z.object({
  system: z.string().trim().min(1).max(100),
  /** Level of graded protection, 1 to 4. */
  level: z.number().int().min(1).max(4),
  organisation: z.string().trim().max(100).default(''),
  /** Day of the assessment, of the report, and of the receipt of filing 备案回执. */
  assessedOn: Day.nullable().default(null),
  reportedOn: Day.nullable().default(null),
  filedOn: Day.nullable().default(null),
});
export type AssessmentHead = z.infer<typeof AssessmentHead>;

export const Assessment = AssessmentHead.extend({
  id: z.uuid(),
  /** `draft` is at work; `done` counts for the check and its gaps are findings. */
  status: z.enum(['draft', 'done']),
  items: z.array(AssessmentItem),
  changedAt: Iso,
});
export type Assessment = z.infer<typeof Assessment>;

/** 应, 宜, 可: how binding a unit is. */
export const Requirement = z.enum(['must', 'should', 'may']);
export type Requirement = z.infer<typeof Requirement>;

export const UnitScore = z.object({
  unit: z.string(),
  name: z.string(),
  layer: z.string(),
  /** How binding the unit is at this level; null: not required. */
  requirement: Requirement.nullable(),
  /** 0 to 1, four decimals; null: not applicable or not judged. */
  score: z.number().nullable(),
  objects: z.number().int(),
  highRisk: z.number().int(),
  /** False while nobody judged it. */
  judged: z.boolean(),
});
export type UnitScore = z.infer<typeof UnitScore>;

export const LayerScore = z.object({
  layer: z.string(),
  name: z.string(),
  group: UnitGroup,
  weight: z.number(),
  score: z.number().nullable(),
});

export type LayerScore = z.infer<typeof LayerScore>;

/** 符合, 基本符合, 不符合. */
export const Conclusion = z.enum(['conform', 'basic', 'fail']);
export type Conclusion = z.infer<typeof Conclusion>;

export const AssessmentScore = z.object({
  units: z.array(UnitScore),
  layers: z.array(LayerScore),
  /** 0 to 100, two decimals; null while a whole group is missing. */
  total: z.number().nullable(),
  highRisk: z.number().int(),
  /** Units of this level that nobody judged. */
  missing: z.array(z.string()),
  /** Null while units are missing. */
  conclusion: Conclusion.nullable(),
});
export type AssessmentScore = z.infer<typeof AssessmentScore>;

/** Legal dates of an assessment. */
export const AssessmentDates = z.object({
  /** 30 days after the report (商用密码应用安全性评估管理办法). */
  fileBy: Day.nullable(),
  /** A year after the assessment. */
  nextBy: Day.nullable(),
  fileOverdue: z.boolean(),
  nextOverdue: z.boolean(),
});

export const AssessmentSummary = Assessment.omit({ items: true }).extend({
  total: z.number().nullable(),
  conclusion: Conclusion.nullable(),
  highRisk: z.number().int(),
  missing: z.number().int(),
  gaps: z.number().int(),
  dates: AssessmentDates,
});
export type AssessmentSummary = z.infer<typeof AssessmentSummary>;

/** GET /cryptography/assessments: newest first, at most 200. */
export const AssessmentList = z.object({ items: z.array(AssessmentSummary), total: z.number().int() });
export const AssessmentParams = z.object({ id: z.uuid() });
export const AssessmentRemoved = z.object({ removed: z.boolean() });

/** One unit of the table with its weights by level. */
export const Unit = z.object({
  id: z.string(),
  name: z.string(),
  layer: z.string(),
  group: UnitGroup,
  requirement: Requirement.nullable(),
});

/** A high-risk item of the list, whose basis is marked. */
export const HighRisk = z.object({ units: z.array(z.string()), zh: z.string(), en: z.string(), basis: z.string() });

export const AssessmentDetail = z.object({
  assessment: Assessment,
  score: AssessmentScore,
  dates: AssessmentDates,
  units: z.array(Unit),
  highRisks: z.array(HighRisk),
});
export type AssessmentDetail = z.infer<typeof AssessmentDetail>;

/** POST /cryptography/assessments/:id/document: the result as a signed document. */
export const AssessmentDocument = z.object({ id: z.uuid(), version: z.number().int(), sm3: z.string() });

/** Most objects of an assessment. */
export const MOST_ITEMS = 600;
/** PUT /cryptography/assessments/:id/items: all judged objects. */
export const ItemsChange = z.object({ items: z.array(AssessmentItem).max(MOST_ITEMS) });
/** POST /cryptography/assessments/:id/import: the table of the report, filled in; it takes the place of all objects. */
export const ItemsImported = z.object({
  imported: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), reason: z.enum(['bad_unit', 'bad_value']) })),
});
export const ReportQuery = z.object({ format: z.enum(['json', 'csv']).default('json') });

/** What other modules ask. */
export interface CryptoAssessmentAsks {
  /** The newest completed assessment of each system. */
  readonly newest: () => Promise<readonly AssessmentSummary[]>;
}

import { z } from 'zod';
import { Day, FileInput, Iso, KeptFile, Line, Para, Title } from './common.ts';

export const FactorName = z.enum(['I', 'V', 'R']);
export type FactorName = z.infer<typeof FactorName>;
/** A question of content/filing/factors.json. */
export const Question = z.object({
  id: z.string(),
  factor: FactorName,
  title: Title,
  counts: z.enum(['vehicles']).optional(),
  options: z.array(
    z.object({ id: z.string(), score: z.number().int(), upTo: z.number().int().optional(), title: Title }),
  ),
});
export type Question = z.infer<typeof Question>;

const Share = z.number().min(0).max(1);
export const Weights = z.object({ I: Share, V: Share, R: Share });
export type Weights = z.infer<typeof Weights>;
/** PUT /filing/weights */
export const WeightsInput = z.object({ weights: Weights, reason: z.string().trim().min(4).max(1000) });
export const WeightsState = z.object({
  weights: Weights,
  /** Empty while the weights of the rule are in force. */
  reason: z.string(),
  by: z.string(),
  at: Iso.nullable(),
});
export type WeightsState = z.infer<typeof WeightsState>;

/** GET /filing/level-rule: everything that a level is computed from. */
export const LevelRule = z.object({
  questions: z.array(Question),
  basis: z.literal('unverified'),
  formula: z.string(),
  source: z.string(),
  weights: WeightsState,
  matrix: z.object({
    source: z.string(),
    harm: z.array(z.string()),
    objects: z.array(z.object({ id: z.string(), title: Title, levels: z.array(z.number().int()) })),
  }),
  /** Answers that records know already. */
  known: z.record(z.string(), z.string()),
});
export type LevelRule = z.infer<typeof LevelRule>;

/** POST /filing/units/:id/levels */
export const LevelInput = z.object({
  answers: z.record(z.string().max(40), z.string().max(40)),
  object: z.enum(['citizens', 'public', 'state']),
  harm: z.number().int().min(0).max(2),
  /** Needed when formula and matrix disagree. */
  explanation: Para.default(''),
});
export type LevelInput = z.output<typeof LevelInput>;

/** A computed level with everything that it came from. */
export const LevelResult = z.object({
  level: z.number().int(),
  raw: z.number(),
  formula: z.string(),
  trace: z.array(
    z.object({
      factor: FactorName,
      title: Title,
      value: z.number().int(),
      weight: z.number(),
      part: z.number(),
      /** Which answer gave the value. */
      because: Title,
    }),
  ),
  matrixLevel: z.number().int(),
  agrees: z.boolean(),
  /** The calculation as a line of text. */
  text: z.string(),
});
export type LevelResult = z.infer<typeof LevelResult>;
export const LevelVersion = LevelResult.extend({
  version: z.number().int(),
  input: LevelInput,
  by: z.string(),
  at: Iso,
});
export type LevelVersion = z.infer<typeof LevelVersion>;

/** POST /filing/units/:id/reviews */
export const ReviewInput = z.object({
  on: Day,
  experts: z
    .array(z.object({ name: Line, organisation: Line, speciality: z.string().trim().max(100).default('') }))
    .min(1)
    .max(50),
  /** 材料评审, 在线答辩, 专家问询. */
  minutes: z.object({ materials: Para, defence: Para.default(''), inquiry: Para.default('') }),
  votes: z.object({ for: z.number().int().min(0).max(50), against: z.number().int().min(0).max(50) }),
  conclusion: z.enum(['passed', 'failed']),
  opinion: FileInput.nullable().default(null),
});
export type ReviewInput = z.output<typeof ReviewInput>;
export const Review = ReviewInput.extend({
  id: z.uuid(),
  levelVersion: z.number().int(),
  level: z.number().int(),
  opinion: KeptFile.nullable(),
  by: z.string(),
  at: Iso,
});
export type Review = z.infer<typeof Review>;

/** GET /filing/units/:id/levels: newest first. */
export const Grading = z.object({ levels: z.array(LevelVersion).max(200), reviews: z.array(Review).max(200) });
export type Grading = z.infer<typeof Grading>;

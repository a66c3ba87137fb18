import { TeamRole } from '@chedun/duty-roster/contract';
import { z } from 'zod';
import { Asked, HumanChannel, ResultFamily } from './scenario.ts';

const Iso = z.iso.datetime({ offset: true });
const Title = z.object({ zh: z.string(), en: z.string() });

/** prepared 已准备 · running 进行中 · evaluated 已评分 · reviewed 已复盘 */
export const RunState = z.enum(['prepared', 'running', 'evaluated', 'reviewed']);
export type RunState = z.infer<typeof RunState>;
export const TargetState = z.enum(['open', 'answered', 'met', 'missed']);
export type TargetState = z.infer<typeof TargetState>;
export const Verdict = z.enum(['open', 'met', 'missed']);
export type Verdict = z.infer<typeof Verdict>;

export const Participant = z.object({ name: z.string(), role: TeamRole });
export type Participant = z.infer<typeof Participant>;

export const RunSummary = z.object({
  id: z.uuid(),
  number: z.string(),
  scenario: z.string(),
  title: Title,
  state: RunState,
  preparedAt: Iso,
  preparedBy: z.string(),
  startedAt: Iso.nullable(),
  endedAt: Iso.nullable(),
  /** 0 to 100; null before it is evaluated. */
  score: z.number().nullable(),
  /** Seconds from the first technical inject to the first detection that was expected. */
  secondsToDetect: z.number().nullable(),
  /** Minutes from the inject to the report that it asked for. */
  minutesToReport: z.number().nullable(),
  met: z.number().int(),
  expectations: z.number().int(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunInject = z.object({
  id: z.string(),
  kind: z.enum(['technical', 'human']),
  title: Title,
  /** Minutes after the start. */
  at: z.number(),
  dueAt: Iso.nullable(),
  playedAt: Iso.nullable(),
  records: z.number().int(),
  /** Of the injected records: those that a rule or a correlation saw. */
  detected: z.number().int(),
  /** Records that the decoder refused; 0 for a sound scenario. */
  refused: z.number().int(),
  /** What the team reads; null until it is played. */
  message: z.object({ channel: HumanChannel, from: Title, text: Title }).nullable(),
});
export type RunInject = z.infer<typeof RunInject>;

export const RunTarget = z.object({
  key: z.string(),
  label: Title,
  state: TargetState,
  /** When it was detected or answered. */
  at: Iso.nullable(),
  seconds: z.number().nullable(),
  by: z.string().nullable(),
  answer: z.string(),
  judgedBy: z.string().nullable(),
  comment: z.string(),
});
export type RunTarget = z.infer<typeof RunTarget>;

export const RunExpectation = z.object({
  id: z.string(),
  inject: z.string(),
  title: Title,
  kind: z.enum(['detect', 'human']),
  asks: Asked.nullable(),
  family: ResultFamily,
  weight: z.number().int(),
  mode: z.enum(['all', 'any']),
  withinMinutes: z.number(),
  /** Null until its inject is played. */
  dueAt: Iso.nullable(),
  clock: z.object({ rule: z.string(), minutes: z.number().int() }).nullable(),
  verdict: Verdict,
  targets: z.array(RunTarget),
});
export type RunExpectation = z.infer<typeof RunExpectation>;

/** A rule or correlation that fired in the drill: a finding of the isolated run, never of the ledger. */
export const RunDetection = z.object({
  kind: z.enum(['rule', 'correlation']),
  id: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  level: z.string(),
  events: z.number().int(),
  injects: z.array(z.string()),
  expected: z.boolean(),
  detectedAt: Iso,
});
export type RunDetection = z.infer<typeof RunDetection>;

export const LogLine = z.object({
  id: z.string(),
  at: Iso,
  actor: z.string(),
  kind: z.enum(['note', 'state', 'inject', 'detected', 'answer', 'judged']),
  text: Title,
});
export type LogLine = z.infer<typeof LogLine>;

/** GET /drills/runs/:id */
export const Run = RunSummary.extend({
  goal: Title,
  briefing: Title,
  speed: z.number(),
  observer: z.string(),
  participants: z.array(Participant),
  injects: z.array(RunInject),
  expectations: z.array(RunExpectation),
  detections: z.array(RunDetection),
  families: z.array(z.object({ family: ResultFamily, score: z.number(), met: z.number().int(), of: z.number().int() })),
  log: z.array(LogLine).max(2000),
  now: Iso,
  review: z.uuid().nullable(),
});
export type Run = z.infer<typeof Run>;

/** GET /drills/runs: newest first. */
export const RunFilter = z.strictObject({
  scenario: z.string().max(80).optional(),
  state: RunState.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RunPage = z.object({ items: z.array(RunSummary), next: z.string().nullable(), total: z.number().int() });

/** POST /drills/runs */
export const PrepareOrder = z.object({
  scenario: z.string().max(80),
  /** Who judges; somebody of the observers, not of the team. */
  observer: z.string().trim().max(60).default(''),
});
export const RunParams = z.object({ id: z.uuid() });
export const InjectParams = z.object({ id: z.uuid(), inject: z.string().max(80) });
/** POST /drills/runs/:id/answers */
export const AnswerOrder = z.object({
  expectation: z.string().max(80),
  role: TeamRole,
  text: z.string().trim().min(1).max(4000),
});
/** POST /drills/runs/:id/verdicts */
export const VerdictOrder = z.object({
  expectation: z.string().max(80),
  role: TeamRole,
  verdict: z.enum(['met', 'missed']),
  comment: z.string().trim().min(1).max(1000),
});
/** POST /drills/runs/:id/log */
export const LogOrder = z.object({ text: z.string().trim().min(1).max(2000) });
/** POST /drills/runs/:id/stop */
export const StopRunOrder = z.object({ reason: z.string().trim().min(1).max(500) });
/** POST /drills/runs/:id/report */
export const ReportAnswer = z.object({ document: z.uuid(), version: z.number().int(), sm3: z.string() });

import { z } from 'zod';

const Count = z.number().min(0).max(1e12).optional();
const Minutes = z.number().min(0).max(10_000_000).optional();
const Share = z.number().min(0).max(1).optional();

/** What is known of an incident, as the grading scales ask for it; what nobody knows is absent. */
export const IncidentFacts = z.strictObject({
  leakedPersons: Count,
  potentialLeakedPersons: Count,
  usersOffline: z.enum(['nationwide', 'several-provinces', 'one-province', 'one-city']).optional(),
  platformFailure: z.enum(['national', 'provincial']).optional(),
  dnsFailure: z.enum(['cn', 'large']).optional(),
  virusSpread: z.enum(['nationwide', 'several-provinces', 'one-province']).optional(),
  /** A level that a person judged under the open clause; the reason stands in the timeline. */
  otherHarmJudged: z.enum(['特别重大', '重大', '较大', '一般']).optional(),
  ciiWholeOutageMinutes: Minutes,
  ciiMainOutageMinutes: Minutes,
  /** Where nobody gives a number, the affected vehicles of the findings are counted. */
  peopleAffected: Count,
  service: z.enum(['供水', '供电', '供气', '供油', '供热', '交通出行', '就医', '购物']).optional(),
  shareOfProvince: Share,
  shareOfCity: Share,
  directLossYuan: Count,
  defacedHomeMinutes: Minutes,
  defacedOtherMinutes: Minutes,
  illegalReposts: Count,
  illegalViews: Count,
  dataThreat: z.enum(['extreme', 'severe', 'considerable']).optional(),
});
export type IncidentFacts = z.infer<typeof IncidentFacts>;

const Words = z.string().trim().max(8_000).default('');

/** What the reports say; one text serves every report that asks for it. */
export const Narrative = z.strictObject({
  occurredAt: z.union([z.literal(''), z.iso.datetime({ offset: true })]).default(''),
  system: Words,
  place: z.string().trim().max(300).default(''),
  type: z.string().trim().max(200).default(''),
  scope: Words,
  impact: Words,
  measures: Words,
  advice: Words,
  ransomware: z.enum(['no', 'yes']).default('no'),
  ransomAmount: z.string().trim().max(200).default(''),
  ransomMethod: z.string().trim().max(200).default(''),
  ransomDate: z.string().trim().max(60).default(''),
  trend: Words,
  /** Whether cause and trend are known: then the first report holds everything. */
  causeState: z.enum(['unknown', 'known']).default('unknown'),
  cause: Words,
  traces: Words,
  planned: Words,
  preservation: Words,
  other: Words,
  news: Words,
  course: Words,
  responsibility: Words,
  lessons: Words,
  improvement: Words,
});
export type Narrative = z.infer<typeof Narrative>;

/** One line of the checklist of recovery: done only with how it was verified. */
export const RecoveryItem = z.object({
  text: z.string().trim().min(1).max(300),
  done: z.boolean(),
  /** How it was verified; asked for when it is done. */
  verified: z.string().trim().max(1000).default(''),
});
export type RecoveryItem = z.infer<typeof RecoveryItem>;

import { z } from 'zod';

const Line = z.string().trim().min(1).max(200);
const Note = z.string().trim().max(1000);
const Day = z.iso.date();
const Bilingual = z.object({ zh: z.string(), en: z.string() });

/** A document that was uploaded before. */
export const DocumentInput = z
  .object({ blob: z.string().regex(/^suppliers\/documents\/[0-9a-f-]{36}$/), name: Line })
  .nullable()
  .default(null);
export const DocumentView = z.object({ name: z.string(), bytes: z.number().int(), sm3: z.string() }).nullable();

export const AnswerValue = z.enum(['yes', 'partly', 'no', 'not-applicable']);
export type AnswerValue = z.infer<typeof AnswerValue>;
const QuestionId = z.string().regex(/^[a-z][a-z-]{1,40}$/);
export const Question = z.object({
  id: QuestionId,
  title: Bilingual,
  hint: Bilingual,
  weight: z.number().int().min(1).max(10),
  /** A no to it is never passed. */
  must: z.boolean(),
});
export type Question = z.infer<typeof Question>;
/** `content/suppliers/questionnaire.json`: questions of the product. */
export const Questionnaire = z.object({
  version: z.number().int().min(1),
  about: Bilingual,
  /** Score from 0 to 100 from which a review may pass, and may pass with conditions. */
  passFrom: z.number().int(),
  conditionsFrom: z.number().int(),
  questions: z.array(Question).min(1).max(50),
});
export type Questionnaire = z.infer<typeof Questionnaire>;

export const ReviewResult = z.enum(['passed', 'conditions', 'failed']);
export type ReviewResult = z.infer<typeof ReviewResult>;
const ConditionInput = z.object({ text: Note.min(1), dueOn: Day });
export const ReviewInput = z.object({
  day: Day,
  reviewer: z.string().trim().min(1).max(100),
  version: z.number().int(),
  answers: z.array(z.object({ question: QuestionId, value: AnswerValue, note: Note.default('') })).max(50),
  result: ReviewResult,
  comment: Note.default(''),
  conditions: z.array(ConditionInput).max(50).default([]),
  document: DocumentInput,
});
export type ReviewInput = z.output<typeof ReviewInput>;
/** An answer with the words of the question as they were. */
export const KeptAnswer = z.object({
  question: z.string(),
  title: Bilingual,
  weight: z.number().int(),
  value: AnswerValue,
  note: z.string(),
});
export const Condition = z.object({
  id: z.uuid(),
  text: z.string(),
  dueOn: Day,
  metOn: Day.nullable(),
  isOverdue: z.boolean(),
});
export type Condition = z.infer<typeof Condition>;
export const Review = z.object({
  id: z.uuid(),
  day: Day,
  reviewer: z.string(),
  version: z.number().int(),
  score: z.number().int(),
  result: ReviewResult,
  comment: z.string(),
  answers: z.array(KeptAnswer),
  conditions: z.array(Condition),
  document: DocumentView,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type Review = z.infer<typeof Review>;
export const MeetCondition = z.object({ metOn: Day });

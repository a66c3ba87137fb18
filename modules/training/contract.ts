import { RoleId } from '@chedun/identity/contract';
import { z } from 'zod';

/** Permissions of the training. */
export const trainingPermissions = {
  read: 'training.read',
  take: 'training.take',
  write: 'training.write',
} as const;

const Line = z.string().trim().min(1).max(200);
const Day = z.iso.date();
const Iso = z.iso.datetime();
const Two = z.object({ zh: z.string(), en: z.string() });
const ObligationId = z.string().regex(/^[0-9]\.[0-9]-[a-z]$/);

/** Longest material of a course, in characters. */
export const MOST_MATERIAL = 100_000;
/** Most questions of a course. */
export const MOST_QUESTIONS = 10_000;
/** Days before the due day from which it is announced: ours. */
export const NOTICE_DAYS = 7;

/** Roles whose holders take part: those that do everyday work. */
export const StaffRole = RoleId.extract([
  'analyst',
  'engineer-pki',
  'engineer-ota',
  'engineer-data',
  'engineer-product',
  'compliance',
  'viewer',
]);
export type StaffRole = z.infer<typeof StaffRole>;

export const QuestionKind = z.enum(['single', 'multiple', 'true-false']);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** A question; `correct` holds places of `options`. Of true or false the options are 正确 and 错误. */
export const QuestionInput = z
  .object({
    kind: QuestionKind,
    text: z.string().trim().min(2).max(500),
    options: z.array(z.string().trim().min(1).max(300)).min(2).max(8),
    correct: z.array(z.number().int().min(0).max(7)).min(1).max(8),
    explanation: z.string().trim().max(1000).default(''),
    /** Where it is written: the article of the notice, or another source. */
    basis: z.string().trim().max(200).default(''),
  })
  .refine(({ options, correct }) => correct.every((place) => place < options.length), { path: ['correct'] })
  .refine(({ correct }) => new Set(correct).size === correct.length, { path: ['correct'] })
  .refine(({ options }) => new Set(options).size === options.length, { path: ['options'] })
  .refine(({ kind, correct }) => kind === 'multiple' || correct.length === 1, { path: ['correct'] })
  .refine(({ kind, options }) => kind !== 'true-false' || options.length === 2, { path: ['options'] });
export type QuestionInput = z.output<typeof QuestionInput>;
export const Question = z.object({
  id: z.uuid(),
  kind: QuestionKind,
  text: z.string(),
  options: z.array(z.string()),
  correct: z.array(z.number().int()),
  explanation: z.string(),
  basis: z.string(),
  /** How often it was answered, and how often wrongly. */
  answered: z.number().int(),
  wrong: z.number().int(),
});
export type Question = z.infer<typeof Question>;
export const QuestionPage = z.object({
  items: z.array(Question),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type QuestionPage = z.infer<typeof QuestionPage>;
export const PageQuery = z.object({
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.output<typeof PageQuery>;

export const CourseInput = z.object({
  title: Line,
  about: z.string().trim().max(500).default(''),
  material: z.string().trim().max(MOST_MATERIAL).default(''),
  obligations: z.array(ObligationId).max(40).default(['3.1-g']),
  /** Percent of the questions that have to be right. */
  passMark: z.number().int().min(1).max(100).default(80),
  perExam: z.number().int().min(1).max(100).default(10),
  attempts: z.number().int().min(1).max(20).default(3),
  validMonths: z.number().int().min(1).max(60).default(12),
});
export type CourseInput = z.output<typeof CourseInput>;
export const CourseParams = z.object({ id: z.uuid() });

export const Counts = z.object({
  /** Persons who have to take the course. */
  assigned: z.number().int(),
  passed: z.number().int(),
  overdue: z.number().int(),
  /** Exams that were handed in, and their mean score. */
  exams: z.number().int(),
  examsPassed: z.number().int(),
  meanScore: z.number().nullable(),
});
export type Counts = z.infer<typeof Counts>;
export const CourseLine = z.object({
  id: z.uuid(),
  title: z.string(),
  about: z.string(),
  obligations: z.array(z.string()),
  passMark: z.number().int(),
  perExam: z.number().int(),
  attempts: z.number().int(),
  validMonths: z.number().int(),
  questions: z.number().int(),
  isClosed: z.boolean(),
  counts: Counts,
});
export type CourseLine = z.infer<typeof CourseLine>;
export const Assignment = z.object({
  id: z.uuid(),
  role: StaffRole.nullable(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  due: Day,
  createdAt: Iso,
});
export type Assignment = z.infer<typeof Assignment>;
export const Course = CourseLine.extend({ material: z.string(), assignments: z.array(Assignment) });
export type Course = z.infer<typeof Course>;

/** What is wrong with the training today. */
export const Weakness = z.object({ key: z.string(), course: z.uuid(), count: z.number().int(), text: Two });
export type Weakness = z.infer<typeof Weakness>;
export const Overview = z.object({
  courses: z.array(CourseLine).max(1000),
  /** Everybody who takes part in training, and how many of them no open course reaches. */
  people: z.number().int(),
  unassigned: z.number().int(),
  weaknesses: z.array(Weakness),
});
export type Overview = z.infer<typeof Overview>;
/** Whom a course can be given to by name. */
export const Staff = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })).max(20_000) });
export type Staff = z.infer<typeof Staff>;

export const AssignmentInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role: StaffRole, due: Day }),
  z.object({ kind: z.literal('person'), person: z.string().min(1).max(100), due: Day }),
]);
export type AssignmentInput = z.infer<typeof AssignmentInput>;
export const AssignmentParams = z.object({ id: z.uuid(), assignment: z.uuid() });
export const QuestionParams = z.object({ id: z.uuid(), question: z.uuid() });

/** `failed`: no attempt is left. `free`: nobody asked for it. */
export const TakingState = z.enum(['overdue', 'failed', 'due-soon', 'waiting', 'free', 'passed']);
export type TakingState = z.infer<typeof TakingState>;
export const Taking = z.object({
  course: z.uuid(),
  title: z.string(),
  about: z.string(),
  state: TakingState,
  dueBy: Day.nullable(),
  readAt: Iso.nullable(),
  attemptsLeft: z.number().int(),
  passMark: z.number().int(),
  perExam: z.number().int(),
  lastScore: z.number().int().nullable(),
  certificate: z.string().nullable(),
  validTo: Day.nullable(),
});
export type Taking = z.infer<typeof Taking>;
export const MyTraining = z.object({ items: z.array(Taking).max(1000) });
export type MyTraining = z.infer<typeof MyTraining>;
export const Person = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  state: TakingState,
  dueBy: Day.nullable(),
  readAt: Iso.nullable(),
  exams: z.number().int(),
  lastScore: z.number().int().nullable(),
  certificate: z.string().nullable(),
  validTo: Day.nullable(),
});
export type Person = z.infer<typeof Person>;
export const PersonPage = z.object({
  items: z.array(Person),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type PersonPage = z.infer<typeof PersonPage>;

/** What somebody studies: the material, without the questions. */
export const Material = z.object({
  course: z.uuid(),
  title: z.string(),
  about: z.string(),
  material: z.string(),
  readAt: Iso.nullable(),
});
export type Material = z.infer<typeof Material>;

/** A paper as the examinee sees it. */
export const Paper = z.object({
  id: z.uuid(),
  course: z.uuid(),
  title: z.string(),
  passMark: z.number().int(),
  startedAt: Iso,
  questions: z.array(z.object({ kind: QuestionKind, text: z.string(), options: z.array(z.string()) })),
});
export type Paper = z.infer<typeof Paper>;
export const PaperParams = z.object({ id: z.uuid() });
/** For each question of the paper the places that were chosen. */
export const Answers = z.object({
  answers: z
    .array(z.array(z.number().int().min(0).max(7)).min(1).max(8))
    .min(1)
    .max(100),
});
export const Result = z.object({
  paper: z.uuid(),
  course: z.uuid(),
  title: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  at: Iso,
  score: z.number().int(),
  passMark: z.number().int(),
  passed: z.boolean(),
  certificate: z.string().nullable(),
  validTo: Day.nullable(),
  /** SM3 over the result, and whether it fits what is stored. */
  sm3: z.string(),
  isIntact: z.boolean(),
  questions: z.array(
    z.object({
      text: z.string(),
      options: z.array(z.string()),
      correct: z.array(z.number().int()),
      chosen: z.array(z.number().int()),
      isRight: z.boolean(),
      explanation: z.string(),
      basis: z.string(),
    }),
  ),
});
export type Result = z.infer<typeof Result>;

/** A question bank that comes with the product. */
export const Bank = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  title: z.string(),
  about: z.string(),
  material: z.string(),
  obligations: z.array(ObligationId),
  questions: z.array(QuestionInput),
});
export type Bank = z.infer<typeof Bank>;
export const Banks = z.object({
  items: z.array(z.object({ id: z.string(), title: z.string(), about: z.string(), questions: z.number().int() })),
});
export const BankParams = z.object({ bank: z.string().regex(/^[a-z0-9-]{1,60}$/) });

export const ImportQuery = z.object({ mode: z.enum(['preview', 'apply']).default('preview') });
export const ImportReport = z.object({
  applied: z.boolean(),
  rows: z.number().int(),
  taken: z.number().int(),
  /** Already there, word for word. */
  known: z.number().int(),
  /** Every row that was not taken, with its line (the header is 1), the column, and what is wrong. */
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Two })),
});
export type ImportReport = z.infer<typeof ImportReport>;

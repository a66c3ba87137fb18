/** Contract of critical infrastructure 关键信息基础设施: who named it, what that adds, and how far each duty is met. Isomorphic. */
import { z } from 'zod';

/** Permissions of critical infrastructure. */
export const criticalInfrastructurePermissions = {
  read: 'critical-infrastructure.read',
  write: 'critical-infrastructure.write',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Day = z.iso.date();
const Title = z.object({ zh: z.string(), en: z.string() });
const Line = z.string().trim().min(1).max(200);
const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{2,24}$/);
/** A file that was uploaded before. */
const DocumentRef = z.object({
  blob: z.string().regex(/^critical-infrastructure\/documents\/[0-9a-f-]{36}$/),
  name: Line,
});
export const KeptDocument = z.object({ name: z.string(), bytes: z.number().int(), sm3: z.string() });

/** PUT /critical-infrastructure/designation: the notice 认定通知 by which the infrastructure was named. */
export const DesignationInput = z.object({
  /** What was named, in the words of the notice. */
  infrastructure: z.string().trim().min(1).max(500),
  designatedOn: Day,
  /** 保护工作部门. */
  department: Line,
  departmentContact: Line,
  departmentPhone: Phone,
  /** 公安机关 that is told beside it. */
  policeContact: Line,
  policePhone: Phone,
  document: DocumentRef,
});
export type DesignationInput = z.infer<typeof DesignationInput>;
export const Designation = DesignationInput.omit({ document: true }).extend({
  document: KeptDocument,
  savedAt: Iso,
  savedBy: z.string(),
});
export type Designation = z.infer<typeof Designation>;

/** Whom the background check is about: the head of the security body, or somebody in a key post. */
export const KeyRole = z.enum(['head', 'key-post']);
export type KeyRole = z.infer<typeof KeyRole>;
export const VettingResult = z.enum(['passed', 'refused']);

/** POST /critical-infrastructure/vettings: a background check 安全背景审查 that was done. */
export const VettingInput = z.object({
  person: z.string().trim().min(1).max(100),
  role: KeyRole,
  /** The post as the organisation calls it. */
  post: Line,
  vettedOn: Day,
  vettedBy: Line,
  result: VettingResult,
  document: DocumentRef.nullable().default(null),
});
export type VettingInput = z.output<typeof VettingInput>;
export const Vetting = VettingInput.omit({ document: true }).extend({
  id: z.uuid(),
  document: KeptDocument.nullable(),
  /** Last day in the post; null while the person holds it. */
  leftOn: Day.nullable(),
});
export type Vetting = z.infer<typeof Vetting>;
export const VettingParams = z.object({ id: z.uuid() });
/** POST /critical-infrastructure/vettings/:id/leave: the person has left the post. */
export const Leave = z.object({ leftOn: Day });

/** POST /critical-infrastructure/statements: nobody has named us; holds for a year. */
export const StatementInput = z.object({ reason: z.string().trim().min(4).max(1000) });
export const Statement = StatementInput.extend({ statedAt: Iso, statedBy: z.string(), validTo: Day });
export type Statement = z.infer<typeof Statement>;

/** What the designation adds. */
export const DutyId = z.enum([
  'designation',
  'security-body',
  'synchronised',
  'yearly-test',
  'cryptography',
  'reporting',
  'supply-chain',
]);
export type DutyId = z.infer<typeof DutyId>;
/** A duty and how it stands today, worked out from records. */
export const Duty = z.object({
  id: DutyId,
  title: Title,
  /** Standard and article. */
  source: Title,
  standing: z.enum(['met', 'unmet']),
  /** What is missing, or what shows that it is met. */
  text: Title,
  /** Page on which it is worked at. */
  page: z.string(),
});
export type Duty = z.infer<typeof Duty>;

/** GET /critical-infrastructure */
export const CriticalInfrastructure = z.object({
  /** What the organisation's own page says; null while nobody filled it in. */
  isNamed: z.boolean().nullable(),
  designation: Designation.nullable(),
  vettings: z.array(Vetting).max(2000),
  /** The newest statement that nobody named us. */
  statement: Statement.nullable(),
  /** Empty where the organisation is not named. */
  duties: z.array(Duty),
});
export type CriticalInfrastructure = z.infer<typeof CriticalInfrastructure>;
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });

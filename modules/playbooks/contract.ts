import { z } from 'zod';

/** Permissions of response playbooks 处置预案. */
export const playbookPermissions = {
  read: 'playbooks.read',
  /** Import versions. */
  write: 'playbooks.write',
  /** Approve a version that another person imported. */
  approve: 'playbooks.approve',
  /** Start and stop runs, carry out the steps of people. */
  run: 'playbooks.run',
  /** Release automatic steps that wait, and undo their effects; the permission of the action itself is asked besides. */
  release: 'playbooks.release',
} as const;

const Iso = z.iso.datetime({ offset: true });
/** Identifier of a playbook (CACAO 2.0, 10.10). */
export const PlaybookId = z.string().regex(/^playbook--[0-9a-fA-F-]{36}$/);
/** `modified` of a playbook. */
const Version = z.string().min(1).max(40);
const Comment = z.string().trim().min(1).max(2000);

export const SubjectKind = z.enum(['finding', 'incident', 'none']);
export type SubjectKind = z.infer<typeof SubjectKind>;
export const RunStatus = z.enum(['running', 'succeeded', 'failed', 'stopped']);
export type RunStatus = z.infer<typeof RunStatus>;
export const StepStatus = z.enum([
  'waiting-release',
  'queued',
  'running',
  'waiting-person',
  'done',
  'failed',
  'cancelled',
  'undone',
]);
export type StepStatus = z.infer<typeof StepStatus>;
/** Why a step waits for release: whoever started lacks the permission of the action, or the action asks for a second person. */
export const StepNeeds = z.enum(['permission', 'second-person']);
export type StepNeeds = z.infer<typeof StepNeeds>;

export const PlaybookProblem = z.object({
  level: z.enum(['error', 'warning']),
  code: z.string(),
  place: z.string(),
  detail: z.string(),
});
export type PlaybookProblem = z.infer<typeof PlaybookProblem>;

export const PlaybookSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  versions: z.number().int(),
  origin: z.enum(['shipped', 'imported']),
  /** Obligations of the notice that its labels name (`notice:1.4-d`). */
  obligations: z.array(z.string()),
  steps: z.number().int(),
  /** Steps that the product carries out itself. */
  automatic: z.number().int(),
  warnings: z.number().int(),
  importedBy: z.string(),
  importedAt: Iso,
  approvedBy: z.string().nullable(),
  approvedAt: Iso.nullable(),
  /** The approval is older than a year. */
  reviewDue: z.boolean(),
  runs: z.number().int(),
});
export type PlaybookSummary = z.infer<typeof PlaybookSummary>;
export const PlaybookList = z.object({ items: z.array(PlaybookSummary), total: z.number().int() });

/** A step as the picture shows it. */
export const GraphNode = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  description: z.string(),
  /** Action of ours that it carries out; null for steps of people and of the workflow. */
  action: z.string().nullable(),
  commands: z.array(z.object({ type: z.string(), text: z.string() })),
});
export type GraphNode = z.infer<typeof GraphNode>;
export const GraphEdge = z.object({
  from: z.string(),
  to: z.string(),
  label: z.string(),
  kind: z.enum(['branch', 'next']),
});
export type GraphEdge = z.infer<typeof GraphEdge>;

/** A variable that whoever starts a run gives. */
export const PlaybookInput = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string(),
  value: z.string().nullable(),
  required: z.boolean(),
});
export type PlaybookInput = z.infer<typeof PlaybookInput>;

export const PlaybookDetail = PlaybookSummary.extend({
  sm3: z.string(),
  approvalNote: z.string().nullable(),
  history: z.array(
    z.object({
      version: z.string(),
      sm3: z.string(),
      importedBy: z.string(),
      importedAt: Iso,
      approvedBy: z.string().nullable(),
      approvedAt: Iso.nullable(),
    }),
  ),
  problems: z.array(PlaybookProblem),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  inputs: z.array(PlaybookInput),
});
export type PlaybookDetail = z.infer<typeof PlaybookDetail>;

/** An action that playbooks may name. */
export const ActionInfo = z.object({
  id: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  params: z.array(z.string()),
  permission: z.string(),
  secondPerson: z.boolean(),
  reversible: z.boolean(),
  available: z.boolean(),
});
export type ActionInfo = z.infer<typeof ActionInfo>;
export const ActionList = z.object({ items: z.array(ActionInfo) });

export const PlaybookParams = z.object({ id: PlaybookId });
export const VersionQuery = z.object({ version: Version.optional() });
export const ApproveCommand = z.strictObject({ version: Version, note: Comment });

const Values = z.record(z.string().regex(/^__[A-Za-z_][\w-]{0,199}__$/), z.string().max(4096));
export const DryCommand = z.strictObject({
  values: Values.default({}),
  assume: z.enum(['true', 'false']).default('true'),
});
export const DryAnswer = z.object({
  status: z.enum(['succeeded', 'failed']),
  reason: z.string().nullable(),
  entered: z.array(z.string()),
  unentered: z.array(z.string()),
  elapsedMs: z.number(),
  assumed: z.array(z.object({ step: z.string(), detail: z.string() })),
});
export type DryAnswer = z.infer<typeof DryAnswer>;

/** GET /playbooks/suggestions?finding=ID */
export const SuggestionQuery = z.object({ finding: z.uuid() });
export const SuggestionList = z.object({
  items: z.array(
    z.object({
      playbook: z.string(),
      name: z.string(),
      /** Values for its inputs that the finding tells. */
      values: z.record(z.string(), z.string()),
      missing: z.array(z.string()),
    }),
  ),
});
export type SuggestionList = z.infer<typeof SuggestionList>;

export const Subject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('finding'), id: z.uuid() }),
  z.strictObject({ kind: z.literal('incident'), id: z.string().min(1).max(100), title: z.string().min(1).max(300) }),
  z.strictObject({ kind: z.literal('none') }),
]);
export type Subject = z.infer<typeof Subject>;
export const StartCommand = z.strictObject({ subject: Subject, values: Values.default({}) });
export const RunParams = z.object({ id: z.uuid() });
export const StepParams = z.object({ id: z.uuid(), visit: z.coerce.number().int().min(1).max(10_000) });

export const RunSummary = z.object({
  id: z.uuid(),
  playbook: z.string(),
  name: z.string(),
  version: z.string(),
  subject: z.object({ kind: SubjectKind, id: z.string(), title: z.string() }),
  status: RunStatus,
  reason: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Iso,
  endedAt: Iso.nullable(),
  /** Minutes from what it answers to until the start; null when nothing is known of it. */
  minutesToStart: z.number().nullable(),
  waiting: z.number().int(),
  effects: z.number().int(),
});
export type RunSummary = z.infer<typeof RunSummary>;
export const RunQuery = z.object({
  status: RunStatus.optional(),
  subjectKind: SubjectKind.optional(),
  subjectId: z.string().max(100).optional(),
  playbook: PlaybookId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const RunList = z.object({ items: z.array(RunSummary) });

export const RunStep = z.object({
  visit: z.number().int(),
  step: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(['action', 'human']),
  action: z.string().nullable(),
  params: z.record(z.string(), z.string()),
  /** What a person is asked to do, variables filled in. */
  commands: z.array(z.object({ type: z.string(), text: z.string() })),
  /** Variables that the step may give out. */
  outputs: z.array(z.string()),
  status: StepStatus,
  needs: StepNeeds.nullable(),
  permission: z.string().nullable(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  by: z.string().nullable(),
  comment: z.string().nullable(),
  evidence: z.string().nullable(),
  /** What the probe saw after the action. */
  proof: z.string().nullable(),
  dueAt: Iso.nullable(),
  createdAt: Iso,
  endedAt: Iso.nullable(),
  effect: z
    .object({
      at: Iso,
      by: z.string(),
      verifiedAt: Iso.nullable(),
      reversible: z.boolean(),
      undoneAt: Iso.nullable(),
      undoneBy: z.string().nullable(),
      undoProof: z.string().nullable(),
    })
    .nullable(),
});
export type RunStep = z.infer<typeof RunStep>;

export const RunDetail = RunSummary.extend({
  steps: z.array(RunStep),
  variables: z.record(z.string(), z.string().nullable()),
  trace: z.array(
    z.object({
      at: Iso,
      kind: z.string(),
      step: z.string(),
      visit: z.number(),
      detail: z.string(),
      by: z.string().nullable(),
    }),
  ),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const StopCommand = z.strictObject({ comment: Comment });
export const CompleteCommand = z.strictObject({
  outcome: z.enum(['succeeded', 'failed']),
  comment: Comment,
  /** Where the proof is: a ticket, a file with its hash. */
  evidence: z.string().trim().max(2000).default(''),
  outputs: Values.default({}),
});
export type CompleteCommand = z.infer<typeof CompleteCommand>;
export const AssignCommand = z.strictObject({
  owner: z.strictObject({ id: z.string().min(1).max(100), name: z.string().min(1).max(100) }).nullable(),
});
export const ReleaseCommand = z.strictObject({ comment: Comment });
export const UndoCommand = z.strictObject({ comment: Comment });
export const Checked = z.object({
  name: z.string(),
  id: z.string(),
  sound: z.boolean(),
  problems: z.array(PlaybookProblem),
  dry: DryAnswer.nullable(),
});
export type Checked = z.infer<typeof Checked>;

/** What other modules ask. */
export interface PlaybookAsks {
  /** Newest versions that are approved, at most 500. */
  readonly approved: () => Promise<
    readonly { readonly id: string; readonly name: string; readonly version: string; readonly sm3: string }[]
  >;
  /** Runs a version dry: every step is taken as done, nothing is carried out. Throws `playbooks.unknown`. */
  readonly dry: (id: string, version: string) => Promise<DryAnswer['status']>;
}

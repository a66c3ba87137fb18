/** Contract of the ledger of legal deadlines 时限. Isomorphic: the console imports it. */
import type { ClockRule, SystemRecord, TermCase } from '@chedun/deadlines';
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';

/** Permissions of deadlines. */
export const deadlinePermissions = {
  read: 'deadlines.read',
  /** Starts clocks by hand and ends them. */
  write: 'deadlines.write',
} as const;

const Iso = z.iso.datetime({ offset: true });

/** What a clock belongs to. */
export const ClockSubject = z.object({
  kind: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z-]*$/),
  id: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(300),
});
export type ClockSubject = z.infer<typeof ClockSubject>;

export const ClockState = z.enum(['running', 'stopped', 'withdrawn']);
export type ClockState = z.infer<typeof ClockState>;

/** What the catalogue says of the rule of a clock. */
export const RuleFacts = z.object({
  id: z.string(),
  rule: z.string(),
  source: z.string(),
  startsAt: z.string(),
  limit: z.string(),
  /** `unverified`: not read in the text of the rule. */
  basis: z.enum(['seen', 'unverified']),
  actor: z.enum(['enterprise', 'regulator', 'central-organ']),
  kind: z.string(),
  to: z.array(z.string()),
  terms: z.array(z.object({ n: z.number(), unit: z.string(), appliesTo: z.string().optional() })),
});
export type RuleFacts = z.infer<typeof RuleFacts>;

/** A clock as lists show it. */
export const ClockLine = z.object({
  id: z.uuid(),
  rule: RuleFacts,
  /** Which case of the rule; empty for every case. */
  termCase: z.string(),
  subject: ClockSubject,
  recipients: z.array(z.string()),
  anchor: z.object({ kind: z.string(), id: z.string() }),
  startedAt: Iso,
  dueAt: Iso,
  /** As the law says it: a moment, or the day with 24:00. */
  due: z.string(),
  /** `immediate` 立即 · `moment` to the second · `day` at 24:00 · `provisional` holidays of a year are not loaded. */
  dueKind: z.enum(['immediate', 'moment', 'day', 'provisional']),
  missingYear: z.number().int().nullable(),
  state: ClockState,
  /** 0 to 1. */
  elapsed: z.number(),
  overdue: z.boolean(),
  /** Last warning: 0, 50, 80 or 100. */
  warned: z.number().int(),
  endedAt: Iso.nullable(),
  endedBy: z.string().nullable(),
  lateMinutes: z.number(),
});
export type ClockLine = z.infer<typeof ClockLine>;

export const ClockEvent = z.object({
  at: Iso,
  kind: z.enum(['started', 'resumed', 'anchored-earlier', 'date-known', 'warned', 'stopped', 'withdrawn']),
  actor: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** GET /deadlines/:id */
export const ClockDetail = ClockLine.extend({
  /** 50, 80 and 100 %. */
  warnings: z.array(z.object({ percent: z.number().int(), at: Iso })),
  recordedAt: Iso.nullable(),
  receiver: z.string(),
  explanation: z.string(),
  receipt: z.object({ name: z.string(), bytes: z.number().int(), sm3: z.string() }).nullable(),
  history: z.array(ClockEvent),
});
export type ClockDetail = z.infer<typeof ClockDetail>;

/** GET /deadlines: what is due first comes first. */
export const ClockFilter = z.strictObject({
  state: z.enum(['running', 'overdue', 'ended', 'all']).default('running'),
  rule: z.string().max(10).optional(),
  subjectKind: ClockSubject.shape.kind.optional(),
  subjectId: z.string().max(200).optional(),
  search: z.string().trim().min(1).max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ClockFilter = z.output<typeof ClockFilter>;
export const ClockPage = z.object({
  items: z.array(ClockLine),
  next: z.string().nullable(),
  total: z.number().int(),
  /** Of all clocks, whatever the filter. */
  counts: z.object({ running: z.number().int(), overdue: z.number().int(), late: z.number().int() }),
});
export type ClockPage = z.infer<typeof ClockPage>;
/** GET /deadlines/export: the filter without its paging, at most 10,000 lines. */
export const ClockExportQuery = ClockFilter.omit({ cursor: true, limit: true }).extend({
  format: z.enum(['csv', 'json']).default('csv'),
});

/** GET /deadlines/rules: the catalogue. */
export const RuleList = z.object({ items: z.array(RuleFacts) });

/** POST /deadlines: a clock for something that the product does not see by itself. */
export const ClockOrder = z.object({
  rule: z.string().max(10),
  /** Level of the unit, where the rule has terms by level. */
  level: z.number().int().min(1).max(5).optional(),
  appliesTo: z.string().max(100).optional(),
  subject: ClockSubject.extend({ kind: z.literal('manual').default('manual') }),
  /** Record from which it runs: when something was found or known; never in the future. */
  record: z.object({ kind: z.string().trim().min(1).max(60), id: z.string().trim().min(1).max(200), at: Iso }),
});

export const ClockParams = z.object({ id: z.uuid() });
/** Most bytes of a receipt. */
export const MOST_RECEIPT = 16 * 1024 * 1024;
/** POST /deadlines/:id/stop: the body is the receipt, empty where there is none. */
export const StopQuery = z.strictObject({
  /** When it was handed in; now where nothing is said. Never before the start, never in the future. */
  submittedAt: Iso.optional(),
  receiver: z.string().trim().max(200).default(''),
  fileName: z.string().trim().max(200).default(''),
  /** Why it was late. */
  explanation: z.string().trim().max(2000).default(''),
});

/** A clock that another module starts. */
export interface StartOrder {
  readonly rule: string;
  readonly wanted?: TermCase;
  readonly subject: ClockSubject;
  /** Who it is reported to; those of the catalogue where nothing is given. */
  readonly recipients?: readonly string[];
  /** The earliest of them is the start. */
  readonly records: readonly SystemRecord[];
  readonly actor: ActorRef;
}

/** How a clock ends. */
export interface StopOrder {
  readonly submittedAt?: string;
  readonly receiver?: string;
  readonly explanation?: string;
  readonly receipt?: { readonly name: string; readonly bytes: Uint8Array };
  readonly actor: ActorRef;
}

/** What other modules ask. */
export interface DeadlineAsks {
  /**
   * Starts a clock, or gives the one that runs. A record that is earlier than its start moves the start back; nothing moves
   * it forward. One that was withdrawn runs again from its old start. Throws `deadlines.unknown-clock`, `deadlines.unknown-term`, `deadlines.no-record`, `deadlines.in-future`.
   */
  readonly start: (order: StartOrder) => Promise<ClockLine>;
  /** Ends it; a late one needs an explanation. Throws `deadlines.unknown`, `deadlines.ended`, `deadlines.late-unexplained`. */
  readonly stop: (id: string, order: StopOrder) => Promise<ClockLine>;
  /** Nobody owes it any more, for a reason that is kept. Throws `deadlines.unknown`, `deadlines.ended`. */
  readonly withdraw: (id: string, reason: string, actor: ActorRef) => Promise<ClockLine>;
  /** Clocks of a subject, what is due first first. */
  readonly of: (subject: Pick<ClockSubject, 'kind' | 'id'>) => Promise<readonly ClockLine[]>;
  readonly rule: (id: string) => Promise<ClockRule>;
  /** How many clocks of a rule there are, how many run past their end, and how many ended late. */
  readonly countsOf: (
    rule: string,
  ) => Promise<{ readonly all: number; readonly overdue: number; readonly late: number }>;
}

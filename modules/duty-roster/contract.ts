/** Contract of the duty roster 值班: responders, shifts, call trees. Isomorphic: the console imports it. */
import { z } from 'zod';

/** Permissions of the duty roster. */
export const dutyPermissions = {
  read: 'duty-roster.read',
  /** Keeps responders and shifts. */
  write: 'duty-roster.write',
  /** Starts call trees and records who answered. */
  call: 'duty-roster.call',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Day = z.iso.date();
/** A time of the day in China; `24:00` is the end of the day. */
const Time = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);
const Title = z.object({ zh: z.string(), en: z.string() });
const Note = z.string().trim().max(500).default('');

/** Roles of the response team: 指挥、研判、处置、联络、法务. */
export const TeamRole = z.enum(['commander', 'analyst', 'operations', 'liaison', 'legal']);
export type TeamRole = z.infer<typeof TeamRole>;

/** Names of the roles. */
export const TEAM_ROLES: Readonly<Record<TeamRole, { readonly zh: string; readonly en: string }>> = {
  commander: { zh: '指挥', en: 'Commander' },
  analyst: { zh: '研判', en: 'Analyst' },
  operations: { zh: '处置', en: 'Operations' },
  liaison: { zh: '联络', en: 'Liaison' },
  legal: { zh: '法务', en: 'Legal' },
};

/** POST /duty-roster/responders, PUT /duty-roster/responders/:id */
export const ResponderInput = z.object({
  name: z.string().trim().min(1).max(60),
  role: TeamRole,
  /** Reached day and night. */
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{5,24}$/),
  /** Who is called when this person does not answer. */
  deputy: z.uuid().nullable().default(null),
});
export type ResponderInput = z.output<typeof ResponderInput>;
export const Responder = ResponderInput.extend({ id: z.uuid(), deputyName: z.string().nullable() });
export type Responder = z.infer<typeof Responder>;

/** POST /duty-roster/shifts: a weekly pattern. One whose end is not later than its begin ends on the next day. */
export const ShiftInput = z.object({
  responder: z.uuid(),
  /** 1 Monday to 7 Sunday: the day on which it begins. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: Time,
  to: Time,
  validFrom: Day,
  /** Last day on which it begins; null: until it is removed. */
  validTo: Day.nullable().default(null),
});
export type ShiftInput = z.output<typeof ShiftInput>;
export const Shift = ShiftInput.extend({ id: z.uuid(), responderName: z.string() });
export type Shift = z.infer<typeof Shift>;

/** POST /duty-roster/exceptions: on one day somebody is away, or stands in. */
export const ExceptionInput = z.object({
  kind: z.enum(['away', 'extra']),
  responder: z.uuid(),
  day: Day,
  from: Time.default('00:00'),
  to: Time.default('24:00'),
  note: Note,
});
export type ExceptionInput = z.output<typeof ExceptionInput>;
export const DutyException = ExceptionInput.extend({ id: z.uuid(), responderName: z.string(), note: z.string() });
export type DutyException = z.infer<typeof DutyException>;

/** PUT /duty-roster/settings */
export const DutySettings = z.object({
  /** Hours that have to be covered without a warning: all of them, or Monday to Friday from 09:00 to 18:00. */
  cover: z.enum(['around-the-clock', 'working-time']).default('around-the-clock'),
  /** Minutes until somebody who does not answer is passed over for the deputy. */
  answerMinutes: z.number().int().min(1).max(240).default(15),
});
export type DutySettings = z.infer<typeof DutySettings>;

/** A stretch of time, half open. */
export const Stretch = z.object({ from: Iso, to: Iso });
export const DutyStretch = Stretch.extend({ responder: z.uuid(), name: z.string(), role: TeamRole });
export type DutyStretch = z.infer<typeof DutyStretch>;

/** Somebody who is to be called now, with the person behind. */
export const OnDuty = z.object({
  responder: z.uuid(),
  name: z.string(),
  role: TeamRole,
  phone: z.string(),
  until: Iso,
  deputy: z.object({ name: z.string(), phone: z.string() }).nullable(),
});
export type OnDuty = z.infer<typeof OnDuty>;

/** What is wrong with the roster now. */
export const DutyWeakness = z.object({ key: z.string(), text: Title });
export type DutyWeakness = z.infer<typeof DutyWeakness>;

/** GET /duty-roster: the roster and the next 14 days. */
export const DutyBoard = z.object({
  responders: z.array(Responder).max(500),
  shifts: z.array(Shift).max(1000),
  exceptions: z.array(DutyException).max(1000),
  settings: DutySettings,
  onDuty: z.array(OnDuty),
  from: Iso,
  to: Iso,
  stretches: z.array(DutyStretch),
  /** Owed and covered by nobody. */
  gaps: z.array(Stretch),
  gapHours: z.number(),
  /** Issued warnings of level red or orange: 24 hours are owed while one is in force (281号 4.5.2). */
  warnings: z.array(z.object({ number: z.string(), level: z.enum(['red', 'orange']) })),
  weaknesses: z.array(DutyWeakness),
});
export type DutyBoard = z.infer<typeof DutyBoard>;

/** POST /duty-roster/calls */
export const CallTreeOrder = z.object({
  /** Who is called: those on duty now, or everybody in the team. */
  scope: z.enum(['on-duty', 'team']).default('team'),
  /** An incident that is really there; without it this is a test. */
  incident: z.object({ id: z.uuid(), title: z.string().trim().min(1).max(300) }).optional(),
  answerMinutes: z.number().int().min(1).max(240).optional(),
});
export type CallTreeOrder = z.output<typeof CallTreeOrder>;

export const CallOutcome = z.enum(['waiting', 'answered', 'missed']);
export const Call = z.object({
  id: z.uuid(),
  name: z.string(),
  role: TeamRole,
  phone: z.string(),
  /** 0 the person itself, 1 the deputy who is called instead. */
  step: z.number().int(),
  /** For whom the deputy stands in. */
  insteadOf: z.string().nullable(),
  calledAt: Iso,
  dueAt: Iso,
  outcome: CallOutcome,
  answeredAt: Iso.nullable(),
  recordedBy: z.string().nullable(),
});
export type Call = z.infer<typeof Call>;

export const CallTree = z.object({
  id: z.uuid(),
  kind: z.enum(['test', 'incident']),
  title: z.string(),
  incident: z.uuid().nullable(),
  startedAt: Iso,
  startedBy: z.string(),
  endedAt: Iso.nullable(),
  answerMinutes: z.number().int(),
  calls: z.array(Call),
  /** People of the team who were to be reached, and those for whom somebody answered. */
  wanted: z.number().int(),
  reached: z.number().int(),
  escalated: z.number().int(),
  slowestMinutes: z.number().nullable(),
});
export type CallTree = z.infer<typeof CallTree>;

/** GET /duty-roster/calls: newest first. */
export const CallTreeQuery = z.strictObject({
  incident: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const CallTreePage = z.object({ items: z.array(CallTree), next: z.string().nullable() });

export const DutyParams = z.object({ id: z.uuid() });
export const CallParams = z.object({ id: z.uuid(), call: z.uuid() });

/** Somebody of the team, for other modules. */
export interface TeamMember {
  readonly name: string;
  readonly role: TeamRole;
  readonly phone: string;
  readonly deputy: string | null;
}

/** What other modules ask. */
export interface DutyAsks {
  /** Everybody who responds, commanders first. */
  readonly team: () => Promise<readonly TeamMember[]>;
  /** Who is on duty at this moment. */
  readonly onDuty: () => Promise<readonly OnDuty[]>;
}

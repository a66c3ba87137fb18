import { dayInChina } from '@chedun/calendar';
import {
  elapsedPart,
  textInChina,
  textOfDue,
  warningsOf,
  type ClockCatalogue,
  type ClockRule,
} from '@chedun/deadlines';
import type { Selectable } from 'kysely';
import type { ClockDetail, ClockLine, RuleFacts } from './contract.ts';
import type { DeadlineTables } from './tables.ts';

/** A row of the table of clocks. */
export type ClockRow = Selectable<DeadlineTables['deadlines.clocks']>;
type HistoryRow = Selectable<DeadlineTables['deadlines.history']>;

const MINUTE = 60_000;

/** The catalogue's entry as the contract shows it. */
export const ruleFacts = ({
  id,
  rule,
  source,
  startsAt,
  limit,
  basis,
  actor,
  kind,
  terms,
  to,
}: ClockRule): RuleFacts => ({
  id,
  rule,
  source,
  startsAt,
  limit,
  basis,
  actor,
  kind,
  to: [...to],
  terms: terms.map(({ n, unit, appliesTo }) => (appliesTo === undefined ? { n, unit } : { n, unit, appliesTo })),
});

/** A rule that the shipped catalogue no longer has: the clock stays readable. */
const goneRule = (row: ClockRow): RuleFacts => ({
  id: row.rule,
  rule: '',
  source: '',
  startsAt: '',
  limit: '',
  basis: 'unverified',
  actor: 'enterprise',
  kind: 'report',
  to: [],
  terms: [],
});

const dueKindOf = ({ term, missing_year }: ClockRow): ClockLine['dueKind'] => {
  if (term.unit === 'immediate') return 'immediate';
  if (term.unit === 'min' || term.unit === 'h') return 'moment';
  return missing_year === null ? 'day' : 'provisional';
};

const dueText = (row: ClockRow): string => {
  const at = row.due_at.getTime();
  const kind = dueKindOf(row);
  if (kind === 'immediate') return '立即';
  if (kind === 'moment') return textInChina(at);
  return textOfDue({ kind: 'day', day: dayInChina(at) - 1, at });
};

/** A row as lists show it. */
export const lineOf = (row: ClockRow, catalogue: ClockCatalogue, now: number): ClockLine => {
  const rule = catalogue.get(row.rule);
  const [start, late] = [row.started_at.getTime(), row.late_from.getTime()];
  return {
    id: row.id,
    rule: rule === undefined ? goneRule(row) : ruleFacts(rule),
    termCase: row.term_case,
    subject: { kind: row.subject_kind, id: row.subject_id, title: row.subject_title },
    recipients: row.recipients,
    anchor: { kind: row.anchor_kind, id: row.anchor_id },
    startedAt: row.started_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    due: dueText(row),
    dueKind: dueKindOf(row),
    missingYear: row.missing_year,
    state: row.state,
    elapsed: elapsedPart(start, late, row.ended_at?.getTime() ?? now),
    overdue: row.state === 'running' && now > late,
    warned: row.warned,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by,
    lateMinutes: Math.ceil(Number(row.late_ms) / MINUTE),
  };
};

/** A row with its history. */
export const detailOf = (
  row: ClockRow,
  history: readonly HistoryRow[],
  catalogue: ClockCatalogue,
  now: number,
): ClockDetail => ({
  ...lineOf(row, catalogue, now),
  warnings: warningsOf(row.started_at.getTime(), row.late_from.getTime()).map(({ step, at }) => ({
    percent: Math.round(step * 100),
    at: new Date(at).toISOString(),
  })),
  recordedAt: row.recorded_at?.toISOString() ?? null,
  receiver: row.receiver,
  explanation: row.explanation,
  receipt:
    row.receipt_sm3 === null
      ? null
      : { name: row.receipt_name ?? '', bytes: row.receipt_bytes ?? 0, sm3: row.receipt_sm3 },
  history: history.map(({ at, kind, actor, detail }) => ({
    at: at.toISOString(),
    kind: kind as ClockDetail['history'][number]['kind'],
    actor,
    detail,
  })),
});

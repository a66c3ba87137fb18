import type { AssetsAsks } from '@chedun/assets/contract';
import type { Blobs } from '@chedun/blobs';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { FilingAsks } from '@chedun/filing/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import { dayOf, type ActorRef, type Clock } from '@chedun/kernel';
import type { PostureAsks } from '@chedun/posture/contract';
import type { Records, Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Content } from './content.ts';
import type { Run, Treatment } from './contract.ts';
import { riskError } from './errors.ts';
import type { RiskTables } from './tables.ts';

/** What every use case of the module stands on. */
export interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly blobs: Blobs;
  readonly content: Content;
  readonly assets: Pick<AssetsAsks, 'hostsAfter' | 'servicesAfter' | 'readTable'>;
  readonly governance: Pick<GovernanceAsks, 'findings'>;
  readonly posture: PostureAsks;
  readonly deadlines: Pick<DeadlineAsks, 'start' | 'stop' | 'of'>;
  readonly filing: FilingAsks;
}

export const today = ({ clock }: Pick<Needs, 'clock'>): string => dayOf(clock.now());

/** A line of the audit log. */
export const auditOf = (actor: ActorRef, action: string, kind: string, id: string, after: unknown) =>
  ({ actor, action: `risks.${action}`, target: { kind, id }, outcome: 'done', after: after as never }) as const;

type RunRow = Selectable<RiskTables['risks.runs']>;

/** A row as a run; its filing is asked for elsewhere. */
export const runOf = (row: RunRow, filing: Run['filing'] = null): Run => ({
  id: row.id,
  kind: row.kind,
  unit: row.unit,
  unitName: row.unit_name,
  level: row.level,
  state: row.state,
  assessor: row.assessor,
  startedOn: row.started_on,
  endedOn: row.ended_on,
  baseline: row.baseline,
  items: row.items,
  risks: row.risks,
  conclusion: row.conclusion,
  report: row.report,
  filing,
  madeBy: row.made_by,
});

/** A run, locked. Throws `risks.unknown`, and `risks.run-done` for one that has ended. */
export const lockOpenRun = async (tx: Tx, id: string): Promise<RunRow> => {
  const query = tx.as<RiskTables>().selectFrom('risks.runs').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw riskError('risks.unknown', { field: 'id' });
  if (row.state === 'done') throw riskError('risks.run-done', { field: 'id' });
  return row;
};

/** A treatment as it stands on a day. */
export const treatmentOf = (row: Selectable<RiskTables['risks.treatments']>, day: string): Treatment => {
  const over = row.ends_on !== null && row.ends_on < day;
  const needsDecision = row.kind === 'accept';
  const decided = row.decision === 'refused' ? 'refused' : row.decision === 'approved' ? 'holds' : 'waiting';
  return {
    id: row.id,
    risk: row.risk,
    kind: row.kind,
    reason: row.reason,
    owner: row.owner,
    endsOn: row.ends_on,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    state: over ? 'over' : needsDecision ? decided : 'holds',
    decidedBy: row.decided_by ?? '',
  };
};

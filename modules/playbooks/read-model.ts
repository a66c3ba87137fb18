import { checkPlaybook, filledText, type Playbook, type Step } from '@chedun/cacao';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Platform } from '@chedun/module';
import type { ActionBook } from './actions/registry.ts';
import type {
  PlaybookDetail,
  PlaybookSummary,
  RunDetail,
  RunQuery,
  RunStep,
  RunSummary,
  SuggestionList,
} from './contract.ts';
import { countSteps, graphOf, inputsOf, obligationsOf, playbookOfBody } from './domain/present.ts';
import { prefill } from './domain/prefill.ts';
import { playbookError } from './errors.ts';
import { read, versionOf, type EffectRow, type RunRow, type StepRow, type VersionRow } from './store.ts';
import type { z } from 'zod';

/** What reading stands on. */
export interface ReadNeeds extends Pick<Platform, 'records' | 'clock'> {
  readonly actions: ActionBook;
  readonly findingById: GovernanceAsks['findingById'];
}

const YEAR = 365 * 86_400_000;
const MOST = 500;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const summaryOf = (
  { actions, clock }: ReadNeeds,
  row: VersionRow,
  counts: { readonly versions: number; readonly runs: number },
): PlaybookSummary => {
  const { playbook, problems } = checkPlaybook(JSON.parse(row.body));
  return {
    id: row.playbook,
    name: row.name,
    description: playbook.description,
    version: row.version,
    ...counts,
    origin: row.origin,
    obligations: obligationsOf(playbook),
    ...countSteps(playbook, actions),
    warnings: problems.length,
    importedBy: row.imported_name,
    importedAt: row.imported_at.toISOString(),
    approvedBy: row.approved_name,
    approvedAt: iso(row.approved_at),
    reviewDue: row.approved_at !== null && row.approved_at.getTime() + YEAR < clock.now(),
  };
};

const runCounts = async ({ records }: ReadNeeds): Promise<ReadonlyMap<string, number>> => {
  const rows = await read(records)
    .selectFrom('playbooks.runs')
    .select(({ fn }) => ['playbook', fn.countAll<number>().as('runs')])
    .groupBy('playbook')
    .execute();
  return new Map(rows.map(({ playbook, runs }) => [playbook, Number(runs)]));
};

/** The newest version of every playbook, at most 500. */
export const listPlaybooks = (needs: ReadNeeds) => async (): Promise<PlaybookSummary[]> => {
  const rows = await read(needs.records)
    .selectFrom('playbooks.versions')
    .selectAll()
    .orderBy('playbook')
    .orderBy('version', 'desc')
    .limit(MOST * 10)
    .execute();
  const runs = await runCounts(needs);
  const groups = Map.groupBy(rows, ({ playbook }) => playbook);
  return [...groups.values()]
    .slice(0, MOST)
    .flatMap(([newest, ...older]) =>
      newest === undefined
        ? []
        : [summaryOf(needs, newest, { versions: older.length + 1, runs: runs.get(newest.playbook) ?? 0 })],
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
};

/** Newest versions that are approved, by name. */
export const approvedPlaybooks = (needs: ReadNeeds) => async () => {
  const approved = (await listPlaybooks(needs)()).filter(({ approvedAt }) => approvedAt !== null);
  return Promise.all(
    approved.map(async ({ id, name, version }) => ({
      id,
      name,
      version,
      sm3: (await versionOf(needs.records, id, version)).sm3,
    })),
  );
};

/** One playbook with its picture. Throws `playbooks.unknown`. */
export const playbookDetail =
  (needs: ReadNeeds) =>
  async (id: string, version?: string): Promise<PlaybookDetail> => {
    const row = await versionOf(needs.records, id, version);
    const all = await read(needs.records)
      .selectFrom('playbooks.versions')
      .selectAll()
      .where('playbook', '=', id)
      .orderBy('version', 'desc')
      .limit(100)
      .execute();
    const { playbook, problems } = checkPlaybook(JSON.parse(row.body));
    const runs = (await runCounts(needs)).get(id) ?? 0;
    return {
      ...summaryOf(needs, row, { versions: all.length, runs }),
      sm3: row.sm3,
      approvalNote: row.approval_note,
      history: all.map((each) => ({
        version: each.version,
        sm3: each.sm3,
        importedBy: each.imported_name,
        importedAt: each.imported_at.toISOString(),
        approvedBy: each.approved_name,
        approvedAt: iso(each.approved_at),
      })),
      problems: [...problems],
      ...graphOf(playbook, needs.actions),
      inputs: inputsOf(playbook),
    };
  };

const runSummary = (row: RunRow, steps: readonly StepRow[], effects: number): RunSummary => ({
  id: row.id,
  playbook: row.playbook,
  name: row.name,
  version: row.version,
  subject: { kind: row.subject_kind, id: row.subject_id, title: row.subject_title },
  status: row.status,
  reason: row.reason,
  startedBy: row.started_by.actor.name,
  startedAt: row.started_at.toISOString(),
  endedAt: iso(row.ended_at),
  minutesToStart:
    row.subject_seen_at === null
      ? null
      : Math.max(0, Math.round((row.started_at.getTime() - row.subject_seen_at.getTime()) / 6000) / 10),
  waiting: steps.filter(({ status }) => status === 'waiting-person' || status === 'waiting-release').length,
  effects,
});

/** Runs, newest first. */
export const listRuns =
  ({ records }: ReadNeeds) =>
  async ({ status, subjectKind, subjectId, playbook, limit }: z.output<typeof RunQuery>): Promise<RunSummary[]> => {
    let query = read(records).selectFrom('playbooks.runs').selectAll();
    if (status !== undefined) query = query.where('status', '=', status);
    if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind);
    if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
    if (playbook !== undefined) query = query.where('playbook', '=', playbook);
    const rows = await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const steps = await read(records).selectFrom('playbooks.steps').selectAll().where('run', 'in', ids).execute();
    const effects = await inForce(records, ids);
    const byRun = Map.groupBy(steps, ({ run }) => run);
    return rows.map((row) => runSummary(row, byRun.get(row.id) ?? [], effects.get(row.id) ?? 0));
  };

const inForce = async (records: ReadNeeds['records'], ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await read(records)
    .selectFrom('playbooks.effects')
    .select(({ fn }) => ['run', fn.countAll<number>().as('effects')])
    .where('run', 'in', ids)
    .where('undone_at', 'is', null)
    .groupBy('run')
    .execute();
  return new Map(rows.map(({ run, effects }) => [run, Number(effects)]));
};

const effectShown = (effect: EffectRow, { actions }: ReadNeeds): RunStep['effect'] => ({
  at: effect.at.toISOString(),
  by: effect.by_name,
  verifiedAt: iso(effect.verified_at),
  reversible: actions.of(effect.action)?.undo !== undefined,
  undoneAt: iso(effect.undone_at),
  undoneBy: effect.undone_by,
  undoProof: effect.undo_proof,
});

const commandsOf = (step: Step | undefined, values: Readonly<Record<string, string | null>>): RunStep['commands'] => {
  if (step?.kind === 'playbook-action') return [{ type: 'playbook', text: step.playbook }];
  if (step?.kind !== 'action') return [];
  return step.commands.map(({ type, text, description }) => ({
    type,
    text: filledText(text === '' ? description : text, values),
  }));
};

const stepShown = (
  needs: ReadNeeds,
  playbook: Playbook,
  run: RunRow,
  row: StepRow,
  effect: EffectRow | undefined,
): RunStep => {
  const step = playbook.steps.get(row.step);
  return {
    visit: row.visit,
    step: row.step,
    name: step?.name ?? row.step,
    description: step?.description ?? '',
    kind: row.kind,
    action: row.action,
    params: { ...row.params },
    commands: row.kind === 'human' ? commandsOf(step, run.state.variables) : [],
    outputs: step !== undefined && 'outArgs' in step ? [...step.outArgs] : [],
    status: row.status,
    needs: row.needs,
    permission: row.action === null ? null : (needs.actions.of(row.action)?.permission ?? null),
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? row.owner_id },
    by: row.done_by,
    comment: row.comment,
    evidence: row.evidence,
    proof: row.proof,
    dueAt: iso(row.due_at),
    createdAt: row.created_at.toISOString(),
    endedAt: iso(row.ended_at),
    effect: effect === undefined ? null : effectShown(effect, needs),
  };
};

/** One run with its steps, timeline and picture. Throws `playbooks.no-run`. */
export const runDetail =
  (needs: ReadNeeds) =>
  async (id: string): Promise<RunDetail> => {
    const db = read(needs.records);
    const run = await db.selectFrom('playbooks.runs').selectAll().where('id', '=', id).executeTakeFirst();
    if (run === undefined) throw playbookError('playbooks.no-run', { field: id });
    const steps = await db.selectFrom('playbooks.steps').selectAll().where('run', '=', id).orderBy('visit').execute();
    const effects = await db.selectFrom('playbooks.effects').selectAll().where('run', '=', id).execute();
    const trace = await db
      .selectFrom('playbooks.trace')
      .selectAll()
      .where('run', '=', id)
      .orderBy('seq')
      .limit(2000)
      .execute();
    const playbook = playbookOfBody((await versionOf(needs.records, run.playbook, run.version)).body);
    const byVisit = new Map(effects.map((effect) => [effect.visit, effect]));
    return {
      ...runSummary(run, steps, effects.filter(({ undone_at }) => undone_at === null).length),
      steps: steps.map((row) => stepShown(needs, playbook, run, row, byVisit.get(row.visit))),
      variables: { ...run.state.variables },
      trace: trace.map(({ at, kind, step, visit, detail, by_name }) => ({
        at: at.toISOString(),
        kind,
        step,
        visit,
        detail,
        by: by_name,
      })),
      ...graphOf(playbook, needs.actions),
    };
  };

/** Approved playbooks whose inputs a finding tells, those that lack least first. */
export const suggestions =
  (needs: ReadNeeds) =>
  async (findingId: string): Promise<SuggestionList> => {
    const finding = await needs.findingById(findingId);
    if (finding === undefined) throw playbookError('playbooks.no-subject', { field: findingId });
    const approved = (await listPlaybooks(needs)()).filter(({ approvedAt }) => approvedAt !== null);
    const items = await Promise.all(
      approved.map(async ({ id, name }) => {
        const inputs = inputsOf(playbookOfBody((await versionOf(needs.records, id)).body));
        const values = prefill(
          finding,
          inputs.map((input) => input.name),
        );
        const missing = inputs.filter((input) => input.required && values[input.name] === undefined);
        return { playbook: id, name, values: { ...values }, missing: missing.map((input) => input.name) };
      }),
    );
    const rank = (item: (typeof items)[number]): number => item.missing.length * 100 - Object.keys(item.values).length;
    return { items: items.toSorted((a, b) => rank(a) - rank(b)) };
  };

import type { DocumentsAsks } from '@chedun/documents/contract';
import { TEAM_ROLES, type DutyAsks } from '@chedun/duty-roster/contract';
import { personIdOf, type ActorRef, type Clock } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { PlaybookAsks } from '@chedun/playbooks/contract';
import { jsonb, type Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { BoundPlaybook, Plan, PlanDetail, PlanOrder } from '../contract.ts';
import { drillError } from '../error.ts';
import type { DrillTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly documents: Pick<DocumentsAsks, 'issue'>;
  readonly duty: Pick<DutyAsks, 'team'>;
  readonly organisation: Pick<OrganisationAsks, 'profile'>;
  readonly playbooks: PlaybookAsks;
}

type Row = Selectable<DrillTables['drills.plans']>;
const MOST = 50;
const DUTIES = {
  commander: '决定启动预案、定级与升级，统一指挥',
  analyst: '研判告警与影响范围，提出定级建议',
  operations: '遏制、清除与恢复，核实处置效果',
  liaison: '向主管部门报告，对内对外联络',
  legal: '核对报告义务与用户告知，保全证据',
} as const;

const present = (row: Row, approved: readonly Omit<BoundPlaybook, 'dry'>[]): Plan => ({
  version: row.version,
  text: row.body,
  playbooks: row.playbooks,
  draftedAt: row.drafted_at.toISOString(),
  draftedBy: row.drafted_by,
  approvedAt: row.approved_at?.toISOString() ?? null,
  approvedBy: row.approved_by,
  document: row.document,
  sm3: row.sm3,
  changed: row.playbooks
    .filter(({ id, version }) => !approved.some((each) => each.id === id && each.version === version))
    .map(({ name }) => name),
});

/** The emergency plan: its versions, and the playbooks that one can be bound to. */
export const readPlan =
  ({ records, playbooks }: Pick<Needs, 'records' | 'playbooks'>) =>
  async (): Promise<PlanDetail> => {
    const available = await playbooks.approved();
    const rows = await records
      .read<DrillTables>()
      .selectFrom('drills.plans')
      .selectAll()
      .orderBy('version', 'desc')
      .limit(MOST)
      .execute();
    const versions = rows.map((row) => present(row, available));
    return { current: versions[0] ?? null, versions, available: [...available] };
  };

/** Drafts the next version, bound to approved playbooks as they are now. */
export const draftPlan =
  ({ records, clock, playbooks }: Needs) =>
  async ({ text, playbooks: wanted }: z.output<typeof PlanOrder>, actor: ActorRef): Promise<void> => {
    const approved = await playbooks.approved();
    const bound = [...new Set(wanted)].map((id): BoundPlaybook => {
      const found = approved.find((each) => each.id === id);
      if (found === undefined) throw drillError('drills.playbook-unknown', 'playbooks');
      return { ...found, dry: null };
    });
    await records.transaction(async (tx) => {
      const tables = tx.as<DrillTables>();
      const last = await tables
        .selectFrom('drills.plans')
        .select('version')
        .orderBy('version', 'desc')
        .limit(1)
        .forUpdate()
        .executeTakeFirst();
      const version = (last?.version ?? 0) + 1;
      await tables
        .insertInto('drills.plans')
        .values({
          version,
          body: jsonb(text),
          playbooks: jsonb(bound),
          drafted_at: new Date(clock.now()),
          drafted_by: actor.name,
          drafted_by_id: personIdOf(actor),
          approved_at: null,
          approved_by: null,
          document: null,
          sm3: null,
        })
        .execute();
      await tx.audit({
        actor,
        action: 'drills.plan-drafted',
        target: { kind: 'emergency-plan', id: String(version) },
        outcome: 'done',
        after: { playbooks: bound.map(({ name, version: of }) => `${name} ${of}`) },
      });
    });
  };

const bindingText = (text: string, bound: readonly BoundPlaybook[]): string =>
  [
    text,
    '绑定的处置预案（批准时试运行通过）：',
    ...bound.map(({ name, version, sm3 }) => `· ${name}，版本 ${version}，SM3 ${sm3}`),
  ].join('\n');

const issue = async (needs: Needs, { version, body }: Row, bound: readonly BoundPlaybook[], actor: ActorRef) => {
  const [team, profile] = await Promise.all([needs.duty.team(), needs.organisation.profile()]);
  if (team.length === 0) throw drillError('drills.no-team');
  const { response, ...text } = body;
  return needs.documents.issue({
    template: 'emergency-plan',
    title: { zh: `网络安全事件应急预案（第 ${version} 版）`, en: `Emergency plan, version ${version}` },
    subject: { kind: 'emergency-plan', id: 'emergency-plan' },
    data: {
      organisation: profile?.name ?? '（尚未登记单位名称）',
      ...text,
      response: bindingText(response, bound),
      roles: team.map(({ name, role, phone }) => ({
        role: TEAM_ROLES[role].zh,
        person: name,
        contact: phone,
        duty: DUTIES[role],
      })),
    },
    actor,
  });
};

/** Another person approves: every bound playbook is run dry, and the plan becomes a signed document. */
export const approvePlan =
  (needs: Needs) =>
  async (version: number, actor: ActorRef): Promise<void> => {
    const row = await needs.records
      .read<DrillTables>()
      .selectFrom('drills.plans')
      .selectAll()
      .where('version', '=', version)
      .executeTakeFirst();
    if (row === undefined || row.approved_at !== null) throw drillError('drills.plan-unknown', 'version');
    if (row.drafted_by_id === personIdOf(actor)) throw drillError('drills.second-person');
    const approved = await needs.playbooks.approved();
    const bound = await Promise.all(
      row.playbooks.map(async (each) => {
        if (!approved.some(({ id, version: of }) => id === each.id && of === each.version))
          throw drillError('drills.playbook-unknown', 'playbooks');
        return { ...each, dry: await needs.playbooks.dry(each.id, each.version) };
      }),
    );
    if (bound.some(({ dry }) => dry === 'failed')) throw drillError('drills.dry-run-failed');
    const document = await issue(needs, row, bound, actor);
    await needs.records.transaction(async (tx) => {
      const done = await tx
        .as<DrillTables>()
        .updateTable('drills.plans')
        .set({
          approved_at: new Date(needs.clock.now()),
          approved_by: actor.name,
          document: document.id,
          sm3: document.sm3,
          playbooks: jsonb(bound),
        })
        .where('version', '=', version)
        .where('approved_at', 'is', null)
        .returning('version')
        .executeTakeFirst();
      if (done === undefined) throw drillError('drills.plan-unknown', 'version');
      await tx.audit({
        actor,
        action: 'drills.plan-approved',
        target: { kind: 'emergency-plan', id: String(version) },
        outcome: 'done',
        after: { document: document.id, sm3: document.sm3 },
      });
    });
  };

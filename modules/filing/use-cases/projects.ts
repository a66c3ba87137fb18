import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { gatesOf } from '@chedun/regulations';
import type { z } from 'zod';
import type { ProjectInput, StepOrder } from '../contract.ts';
import { filingError } from '../errors.ts';
import { readProjects, straysOf } from '../read-projects.ts';
import { auditOf, findingOf, lockUnit, tellFindings, today, type Base } from '../store.ts';
import type { FilingTables } from '../tables.ts';
import { watchSupplements } from './watch-supplements.ts';

const columnsOf = (project: ProjectInput, at: number) => ({
  name: toText(project.name),
  unit: project.unit,
  team: toText(project.team),
  assets: project.assets.map(toText),
  design_approved: project.designApproved,
  build: project.build,
  go_live: project.goLive,
  updated_at: new Date(at),
});

const needFree = async (tx: Tx, id: string, project: ProjectInput): Promise<void> => {
  if (project.unit !== null) await lockUnit(tx, project.unit);
  const query = tx.as<FilingTables>().selectFrom('filing.projects').select('id').where('name', '=', project.name);
  const same = await query.executeTakeFirst();
  if (same !== undefined && same.id !== id) throw filingError('filing.project-taken', { field: 'name' });
};

/** Registers a project, or changes it; steps of the past are taken as they were, and judged. */
const saveProject =
  (needs: Base) =>
  async (id: string | undefined, project: ProjectInput, actor: ActorRef): Promise<void> => {
    const own = id ?? needs.newId();
    await needs.records.transaction(async (tx) => {
      const db = tx.as<FilingTables>();
      await needFree(tx, own, project);
      const values = columnsOf(project, needs.clock.now());
      if (id === undefined)
        await db
          .insertInto('filing.projects')
          .values({ id: own, ...values })
          .execute();
      else {
        const done = await db.updateTable('filing.projects').set(values).where('id', '=', id).executeTakeFirst();
        if (done.numUpdatedRows === 0n) throw filingError('filing.project-unknown', { field: 'id' });
      }
      await tx.audit(
        auditOf(actor, 'project-saved', 'filing-project', own, { name: project.name, unit: project.unit }),
      );
    });
    await watchGates(needs)();
  };

/** Takes a step of a project today or earlier; refused where a gate is closed. */
const stepProject =
  (needs: Base) =>
  async (id: string, { step, on }: z.output<typeof StepOrder>, actor: ActorRef): Promise<void> => {
    const project = (await readProjects(needs)).find((each) => each.id === id);
    if (project === undefined) throw filingError('filing.project-unknown', { field: 'id' });
    const [broken] = gatesOf({ ...project, [step]: on }).filter((each) => !project.violations.includes(each));
    if (broken !== undefined) throw filingError('filing.gate', { field: step, reason: broken });
    if (step !== 'goLive' && project.levelFixed === null)
      throw filingError('filing.gate', { field: step, reason: 'build-without-level' });
    if (on > today(needs)) throw filingError('filing.review', { field: 'on', reason: 'the day is in the future' });
    const column = { designApproved: 'design_approved', build: 'build', goLive: 'go_live' } as const;
    await needs.records.transaction(async (tx) => {
      const values = { [column[step]]: on, updated_at: new Date(needs.clock.now()) };
      await tx.as<FilingTables>().updateTable('filing.projects').set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'project-stepped', 'filing-project', id, { step, on }));
    });
    await watchGates(needs)();
  };

/** Makes the ledger hold every gate that a project broke, and every discovered system without a project. */
const watchGates = (needs: Base) => async (): Promise<void> => {
  const [projects, gates] = await Promise.all([readProjects(needs), needs.content.gates()]);
  const strays = await straysOf(needs, projects);
  const words = new Map(gates.map(({ id, zh, en }) => [id, { zh, en }]));
  const now = needs.clock.now();
  const more = { severity: 'high' as const, obligations: ['1.5-c'] };
  const broken = projects.flatMap(({ id, name, violations }) =>
    violations.map((each) => {
      const text = words.get(each) ?? { zh: each, en: each };
      return findingOf(
        now,
        `filing:gate:${id}:${each}`,
        { zh: `建设项目“${name}”：${text.zh}`, en: `Project ${name}: ${text.en}` },
        more,
      );
    }),
  );
  const text = words.get('system-without-project') ?? { zh: '', en: '' };
  const found = strays.map((name) =>
    findingOf(
      now,
      `filing:gate:stray:${name}`,
      { zh: `发现的系统“${name}”：${text.zh}`, en: `Discovered system ${name}: ${text.en}` },
      more,
    ),
  );
  await needs.records.transaction((tx) =>
    tellFindings(tx, 'gates', [...broken, ...found], '已登记项目或定级对象，或顺序已更正'),
  );
};

/** Everything about projects. */
export const projectUseCases = (needs: Base) => ({
  saveProject: saveProject(needs),
  stepProject: stepProject(needs),
});

/** What has to be looked at again and again. */
export const watchFilings = (needs: Base) => async (): Promise<void> => {
  await watchSupplements(needs)();
  await watchGates(needs)();
};

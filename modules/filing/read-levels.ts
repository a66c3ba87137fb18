import type { Grading, LevelRule, LevelVersion, Review, WeightsState } from './contract.ts';
import { unitRow, type Base } from './store.ts';
import type { FilingTables } from './tables.ts';

type Needs = Pick<Base, 'records' | 'content'>;

/** The weights in force; undefined while nobody set any. */
export const weightsInForce = async ({ records }: Pick<Base, 'records'>) =>
  records
    .read<FilingTables>()
    .selectFrom('filing.weights')
    .selectAll()
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

const weightsState = async (needs: Needs): Promise<WeightsState> => {
  const [row, { factors }] = await Promise.all([weightsInForce(needs), needs.content.rule()]);
  if (row !== undefined)
    return { weights: row.weights, reason: row.reason, by: row.made_by, at: row.made_at.toISOString() };
  return { weights: { I: factors.I.weight, V: factors.V.weight, R: factors.R.weight }, reason: '', by: '', at: null };
};

/** GET /filing/level-rule */
export const readLevelRule =
  (needs: Needs & { readonly countVehicles: () => Promise<{ readonly registered: number }> }) =>
  async (): Promise<LevelRule> => {
    const [rule, { questions }, weights, { registered }] = await Promise.all([
      needs.content.rule(),
      needs.content.factors(),
      weightsState(needs),
      needs.countVehicles(),
    ]);
    const known = questions
      .filter(({ counts }) => counts === 'vehicles')
      .flatMap(({ id, options }) => {
        const option = options.find(({ upTo }) => upTo === undefined || registered <= upTo);
        return option === undefined ? [] : [[id, option.id] as const];
      });
    return {
      questions: [...questions],
      basis: 'unverified',
      formula: rule.formula,
      source: rule.source,
      weights,
      matrix: {
        source: rule.matrix.source,
        harm: [...rule.matrix.harm],
        objects: [...rule.matrix.objects].map(([id, { title, levels }]) => ({ id, title, levels: [...levels] })),
      },
      known: Object.fromEntries(known),
    };
  };

/** Levels of a unit, newest first. */
export const levelsOf = async ({ records }: Pick<Base, 'records'>, unit: string): Promise<LevelVersion[]> => {
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.levels')
    .selectAll()
    .where('unit', '=', unit)
    .orderBy('version', 'desc')
    .limit(200)
    .execute();
  return rows.map(({ version, input, result, made_by, made_at }) => ({
    ...result,
    version,
    input,
    by: made_by,
    at: made_at.toISOString(),
  }));
};

const reviewsOf = async ({ records }: Pick<Base, 'records'>, unit: string): Promise<Review[]> => {
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.reviews')
    .selectAll()
    .where('unit', '=', unit)
    .orderBy('made_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    ...row.content,
    id: row.id,
    on: row.held_on,
    conclusion: row.conclusion,
    levelVersion: row.level_version,
    level: row.level,
    opinion: row.opinion,
    by: row.made_by,
    at: row.made_at.toISOString(),
  }));
};

/** GET /filing/units/:id/levels */
export const readGrading =
  (needs: Needs) =>
  async (unit: string): Promise<Grading> => {
    await unitRow(needs.records, unit);
    const [levels, reviews] = await Promise.all([levelsOf(needs, unit), reviewsOf(needs, unit)]);
    return { levels, reviews };
  };

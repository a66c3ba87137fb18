import type { Coverage } from '@chedun/detection/contract';

type Group = Coverage['groups'][number];
/** One line of a framework. */
export type CoverageRow = Group['rows'][number];
/** What can be counted: a line, or a whole group. */
type Covered = Pick<Group, 'rules' | 'enabled' | 'detectors' | 'alerts30d' | 'tags' | 'categories'>;

/** Which lines are shown. */
export const COVERAGE_SHOWS = ['all', 'covered', 'gaps'] as const;
export type CoverageShow = (typeof COVERAGE_SHOWS)[number];

/** Whether no enabled rule sees it. */
export const isGap = ({ enabled }: Pick<Covered, 'enabled'>): boolean => enabled === 0;

/** Whether a line is shown under a filter. */
export const isShown = (show: CoverageShow, covered: Pick<Covered, 'enabled'>): boolean =>
  show === 'all' || (show === 'gaps') === isGap(covered);

/** A line of the list: a row under its first group, or a group that has no rows of its own. */
export interface CoverageLine extends Covered {
  readonly key: string;
  readonly id: string;
  readonly title: CoverageRow['title'];
  readonly parent: CoverageRow['parent'];
  readonly groups: readonly Pick<Group, 'id' | 'title'>[];
}

/**
 * Every line once, with the groups that it stands in. The matrix of vehicles is counted by tactic, because what stands below
 * a tactic there are kinds of data and no techniques.
 */
export const linesOf = ({ framework, groups }: Coverage): readonly CoverageLine[] => {
  const lines = new Map<string, CoverageLine>();
  for (const group of groups) {
    const own = framework === 'atm' || group.rows.length === 0;
    const rows = own ? [{ ...group, parent: null }] : group.rows;
    for (const row of rows) {
      const known = lines.get(row.id);
      lines.set(row.id, {
        ...row,
        key: row.id,
        groups: [...(known?.groups ?? []), ...(own ? [] : [{ id: group.id, title: group.title }])],
      });
    }
  }
  return [...lines.values()];
};

/** Numbers above the matrix. */
export const summaryOf = (coverage: Coverage) => {
  const lines = linesOf(coverage);
  return {
    all: lines.length,
    covered: lines.filter((line) => !isGap(line)).length,
    gaps: lines.filter(isGap).length,
    detectors: new Set(coverage.groups.flatMap(({ detectors }) => detectors)).size,
  };
};

/** Rows of a group that the matrix shows; kinds of data of the matrix of vehicles only where rules read them. */
export const shownRows = (framework: Coverage['framework'], group: Group, show: CoverageShow): readonly CoverageRow[] =>
  group.rows.filter((row) => (framework === 'atm' ? row.rules > 0 : true) && isShown(show, row));

/** Filter of the list of rules that shows the rules counted here. */
export const rulesSearch = ({ tags, categories }: Pick<Covered, 'tags' | 'categories'>) => ({
  ...(tags.length === 0 ? {} : { tag: tags.join(',') }),
  ...(categories.length === 0 ? {} : { category: categories.join(',') }),
});

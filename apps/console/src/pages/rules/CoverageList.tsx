import type { Coverage } from '@chedun/detection/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { isGap, isShown, linesOf, rulesSearch } from '../../lib/coverage.ts';
import type { CoverageLine, CoverageShow } from '../../lib/coverage.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Chip } from '../../ui/Tags.tsx';

type Language = 'zh-CN' | 'en';

const nameColumns = (t: TFunction, coverage: Coverage, language: Language): readonly Column<CoverageLine>[] => {
  const above = ({ groups, parent }: CoverageLine): string =>
    [
      ...groups.map(({ title }) => textIn(title, language)),
      ...(parent === null ? [] : [textIn(parent.title, language)]),
    ]
      .filter((each, at, all) => all.indexOf(each) === at)
      .join(coverage.framework === 'attack' ? ' / ' : ' › ');
  return [
    monoColumn('id', t('coverage.id'), ({ id }) => id, { width: 112, clip: 'clip' }),
    textColumn('zh', t('coverage.titleZh'), ({ title }) => title?.zh ?? '', { clip: 'clip' }),
    textColumn('en', t('coverage.titleEn'), ({ title }) => title?.en ?? '', { clip: 'clip' }),
    shownColumn('group', t('coverage.group'), above, (line) => <span title={above(line)}>{above(line)}</span>, {
      clip: 'clip',
    }),
  ];
};

const countColumns = (t: TFunction): readonly Column<CoverageLine>[] => [
  shownColumn(
    'state',
    t('coverage.state'),
    (line) => (isGap(line) ? t('coverage.gap') : t('coverage.seen')),
    (line) => (
      <Chip tone={isGap(line) ? 'medium' : 'good'}>{isGap(line) ? t('coverage.gap') : t('coverage.seen')}</Chip>
    ),
    { width: 96 },
  ),
  shownColumn(
    'enabled',
    t('coverage.enabled'),
    ({ enabled }) => enabled,
    (line) => <RulesLink line={line} />,
    { width: 106, align: 'right' },
  ),
  shownColumn(
    'rules',
    t('coverage.allRules'),
    ({ rules }) => rules,
    ({ rules }) => <CountText count={rules} />,
    { width: 96, align: 'right' },
  ),
  shownColumn(
    'detectors',
    t('coverage.detectors'),
    ({ detectors }) => detectors.length,
    ({ detectors }) => (
      <span title={detectors.join('\n')} className={detectors.length === 0 ? 'faint' : ''}>
        {detectors.length}
      </span>
    ),
    { width: 88, align: 'right' },
  ),
  shownColumn(
    'alerts',
    t('coverage.alerts30d'),
    ({ alerts30d }) => alerts30d,
    ({ alerts30d }) => <CountText count={alerts30d} />,
    { width: 118, align: 'right' },
  ),
];

const CountText = ({ count }: { readonly count: number }) => (
  <span className={count === 0 ? 'faint' : ''}>{formatCount(count)}</span>
);

const RulesLink = ({ line }: { readonly line: CoverageLine }) =>
  line.rules === 0 ? (
    <span className="faint">0</span>
  ) : (
    <Link to="/rules" search={rulesSearch(line)}>
      {formatCount(line.enabled)}
    </Link>
  );

/** Columns of the list: both names, what sees a line, and whether it is a gap; the export says besides what was checked. */
export const useCoverageColumns = (coverage: Coverage, use: 'list' | 'export'): readonly Column<CoverageLine>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => {
    const verified = coverage.verified ? t('common.yes') : t('common.no');
    return [
      ...nameColumns(t, coverage, language),
      ...countColumns(t),
      ...(use === 'list' ? [] : [textColumn<CoverageLine>('verified', t('coverage.verified'), () => verified)]),
    ];
  }, [t, language, coverage, use]);
};

/** Every line of a framework, to sort and to find gaps. */
export const CoverageList = ({ coverage, show }: { readonly coverage: Coverage; readonly show: CoverageShow }) => {
  const { t } = useTranslation();
  const columns = useCoverageColumns(coverage, 'list');
  const rows = linesOf(coverage).filter((line) => isShown(show, line));
  return (
    <DataTable<CoverageLine>
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      sorting="browser"
      minWidth={1080}
      empty={<EmptyState title={t('coverage.empty')} hint={t('coverage.emptyHint')} />}
    />
  );
};

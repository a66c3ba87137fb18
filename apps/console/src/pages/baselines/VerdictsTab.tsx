import type { BaselineDetail, BaselineVerdict } from '@chedun/baselines/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { listVerdicts } from '../../api/baselines.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { entityLine } from '../../lib/baselines.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

type Figures = BaselineVerdict['figures'];

/** The figures behind a deviation in one line. */
export const figuresText = (t: TFunction, figures: Figures): string =>
  figures
    .map(({ name, value }) => {
      const shown =
        name === 'share'
          ? `${Math.round(value * 1e6) / 1e4}%`
          : Number.isInteger(value)
            ? formatCount(value)
            : String(value);
      return `${t(`baselines.figureNames.${name}` as 'baselines.figureNames.count')} ${shown}`;
    })
    .join(' · ');

const valueText = (t: TFunction, { kind, value }: Pick<BaselineVerdict, 'kind' | 'value'>): string =>
  kind === 'capacity'
    ? t('baselines.capacity', { limit: t(`baselines.limits.${value}` as 'baselines.limits.values') })
    : value;

/** What deviated from a baseline, newest first. */
export const VerdictsTab = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const list = useCursorList(
    ['baseline-verdicts', rule.id],
    (cursor, signal) => listVerdicts(rule.id, cursor, signal),
    {
      refetchMs: 10_000,
    },
  );
  return (
    <Panel body="flush">
      <DataTable<BaselineVerdict>
        {...list}
        rowKey={({ id }) => id}
        exportName="chedun-deviations"
        sorting="none"
        minWidth={900}
        columns={columnsOf(t, rule)}
        empty={<EmptyState title={t('baselines.verdictsEmpty')} hint={t('baselines.verdictsEmptyHint')} />}
      />
    </Panel>
  );
};

const columnsOf = (t: TFunction, rule: BaselineDetail): readonly Column<BaselineVerdict>[] => {
  const whom = (row: BaselineVerdict): string => (row.fields.length === 0 ? '' : entityLine(row.fields));
  return [
    shownColumn(
      'at',
      t('baselines.at'),
      (row) => row.at,
      (row) => <TimeText at={row.at} />,
      { width: 176 },
    ),
    shownColumn('whom', t('baselines.entity'), whom, (row) => <span className="mono">{whom(row)}</span>, {
      clip: 'clip',
    }),
    ...(rule.type === 'rate_anomaly'
      ? []
      : [
          shownColumn<BaselineVerdict>(
            'value',
            t('baselines.value'),
            (row) => valueText(t, row),
            (row) => <strong>{valueText(t, row)}</strong>,
            { clip: 'clip' as const },
          ),
        ]),
    textColumn('figures', t('baselines.figures'), (row) => figuresText(t, row.figures), { clip: 'clip' }),
    shownColumn(
      'recorded',
      t('baselines.recorded'),
      (row) => row.recordedAt ?? '',
      (row) =>
        row.recordedAt === null ? (
          <span className="soft">{t('baselines.onItsWay')}</span>
        ) : (
          <Link to="/search" search={{ q: `baseline.verdict:${row.id}` }}>
            {t('correlations.openEvent')}
          </Link>
        ),
      { width: 120 },
    ),
  ];
};

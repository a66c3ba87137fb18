import type { Statistics } from '@chedun/supervision/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getStatistics } from '../../api/supervision.ts';
import { BarPanel } from '../../ui/BarPanel.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi } from '../../ui/Panel.tsx';
import { useWords } from '../documents/useWords.ts';
import { useProvince } from './parts.tsx';

/** Counts of the work of the authority, as pictures. */
export const StatisticsTab = () => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['supervision', 'statistics'], queryFn: ({ signal }) => getStatistics(signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active />;
  if (found.data.filings === 0)
    return <EmptyState title={t('supervision.stats.empty')} hint={t('supervision.stats.emptyHint')} />;
  return (
    <div className="stack">
      <Numbers data={found.data} />
      <Pictures data={found.data} />
    </div>
  );
};

const Numbers = ({ data }: { readonly data: Statistics }) => {
  const { t } = useTranslation();
  const share = data.returnedShare === null ? '—' : `${Math.round(data.returnedShare * 100)}`;
  return (
    <div className="supervision-numbers">
      <Kpi label={t('supervision.stats.filings')} value={data.filings} />
      <Kpi label={t('supervision.stats.open')} value={data.open} />
      <Kpi
        label={t('supervision.stats.overdue')}
        value={data.overdue}
        {...(data.overdue > 0 ? { tone: 'critical' } : {})}
      />
      <Kpi label={t('supervision.stats.supplement')} value={data.supplement} />
      <Kpi label={t('supervision.stats.numbered')} value={data.numbered} tone="good" />
      <Kpi label={t('supervision.stats.returned')} value={share} {...(share === '—' ? {} : { unit: '%' })} />
      <Kpi label={t('supervision.stats.median')} value={data.medianDays ?? '—'} unit={t('supervision.stats.days')} />
    </div>
  );
};

const Pictures = ({ data }: { readonly data: Statistics }) => {
  const { t } = useTranslation();
  const words = useWords();
  const province = useProvince();
  const open = t('supervision.stats.open');
  const numbered = t('supervision.stats.numbered');
  const count = t('supervision.stats.filings');
  return (
    <div className="supervision-pictures">
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byMonth')}
        names={data.byMonth.map(({ month }) => month.slice(2))}
        series={[
          { name: count, tone: 'primary', values: data.byMonth.map(({ received }) => received) },
          { name: numbered, tone: 'good', values: data.byMonth.map((each) => each.numbered) },
        ]}
      />
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byKind')}
        names={data.byKind.map(({ title }) => words(title))}
        series={[
          { name: open, tone: 'primary', values: data.byKind.map((each) => each.open) },
          { name: numbered, tone: 'good', values: data.byKind.map((each) => each.numbered) },
        ]}
      />
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byProvince')}
        names={data.byProvince.map((each) => province(each.province))}
        series={[{ name: count, tone: 'primary', values: data.byProvince.map(({ filings }) => filings) }]}
      />
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byLevel')}
        names={data.byLevel.map(({ level }) => t('supervision.stats.levelOf', { level }))}
        series={[{ name: count, tone: 'primary', values: data.byLevel.map(({ filings }) => filings) }]}
      />
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byRounds')}
        names={data.byRounds.map(({ rounds }) => t('supervision.stats.roundsOf', { rounds }))}
        series={[{ name: numbered, tone: 'good', values: data.byRounds.map(({ filings }) => filings) }]}
      />
      <BarPanel
        empty={t('supervision.stats.empty')}
        title={t('supervision.stats.byRule')}
        names={data.byRule.map(({ rule }) => t(`supervision.rules.${rule as 'level'}`))}
        series={[{ name: t('supervision.problems'), tone: 'high', values: data.byRule.map((each) => each.count) }]}
      />
    </div>
  );
};

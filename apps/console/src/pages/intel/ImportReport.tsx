import type { ImportDetail, LookBack } from '@chedun/intel/contract';
import { useQuery } from '@tanstack/react-query';
import { Progress, Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getImport } from '../../api/intel.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { formatTime } from '../../lib/time.ts';
import { monoColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { FaultText } from './FaultText.tsx';

type Problem = ImportDetail['problems'][number];

const LOOK_MS = 1_000;

const isOver = (status: string): boolean => status === 'done' || status === 'failed';

/** The place of an entry in the language of the reader. */
const placeText = (t: TFunction, place: string): string => {
  const [what = '', n = ''] = place.split(' ');
  switch (what) {
    case 'line':
      return t('intel.placeLine', { n });
    case 'object':
      return t('intel.placeObject', { n });
    case 'attribute':
      return t('intel.placeAttribute', { n });
    default:
      return place;
  }
};

const columnsOf = (t: TFunction): readonly Column<Problem>[] => [
  textColumn('place', t('intel.place'), (row) => placeText(t, row.place), { width: 120 }),
  textColumn('code', t('intel.reason'), (row) => t(`intel.problem.${row.code}`), { width: 190 }),
  monoColumn('detail', t('intel.detail'), (row) => row.detail, { width: 210, clip: 'clip' }),
  monoColumn('sample', t('intel.sample'), (row) => row.sample, { clip: 'clip' }),
];

/** What came of an import: counts, why entries were passed over, and how the search backwards goes. */
export const ImportReport = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const found = useQuery({
    queryKey: ['intel-import', id],
    queryFn: ({ signal }) => getImport(id, signal),
    refetchInterval: ({ state }) => {
      const { data } = state;
      const over =
        data !== undefined && isOver(data.status) && (data.lookBack === null || isOver(data.lookBack.status));
      return over ? false : LOOK_MS;
    },
  });
  const { data } = found;
  if (data === undefined) return found.error === null ? <Skeleton active /> : <ErrorState error={found.error} />;
  return (
    <div className="stack">
      {data.fault !== null && <FaultText fault={data.fault} />}
      <div className="kpis">
        <Kpi label={t('intel.stateName')} value={t(`intel.status.${data.status}`)} note={data.name} />
        <Kpi label={t('intel.entries')} value={formatCount(data.entries)} />
        <Kpi label={t('intel.added')} value={formatCount(data.added)} />
        <Kpi label={t('intel.changed')} value={formatCount(data.changed)} />
        <Kpi label={t('intel.passedOver')} value={formatCount(data.passedOver)} />
      </div>
      {data.lookBack !== null && <LookBackPanel lookBack={data.lookBack} />}
      <Panel
        title={t('intel.problems')}
        body="flush"
        hint={
          data.passedOver > data.problems.length
            ? t('intel.problemsShown', {
                shown: formatCount(data.problems.length),
                total: formatCount(data.passedOver),
              })
            : undefined
        }
        extra={data.problemCounts.map(({ code, count }) => (
          <Chip key={code}>
            {t(`intel.problem.${code}`)} {formatCount(count)}
          </Chip>
        ))}
      >
        <DataTable<Problem>
          columns={columns}
          rows={data.problems}
          rowKey={({ place, code, detail }) => `${place} ${code} ${detail}`}
          sorting="browser"
          exportName="chedun-import-problems"
          minWidth={760}
          empty={<EmptyState size="small" title={t('intel.noProblems')} />}
        />
      </Panel>
    </div>
  );
};

const LookBackPanel = ({ lookBack }: { readonly lookBack: LookBack }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const { from, to, status, progress, sightings, leftOut, fault } = lookBack;
  const at = (text: string): string => formatTime(Date.parse(text), zone);
  return (
    <Panel
      title={t(`intel.lookBackState.${status}`)}
      hint={t('intel.lookBackRange', { from: at(from), to: at(to) })}
      extra={<Chip>{t('intel.lookBackHits', { count: sightings })}</Chip>}
    >
      <div className="stack">
        <Progress
          percent={Math.round(progress * 100)}
          status={status === 'failed' ? 'exception' : status === 'done' ? 'success' : 'active'}
        />
        {leftOut.map(({ reason, count }) => (
          <div key={reason} className="soft">
            {t(`intel.leftOut.${reason}`, { count })}
          </div>
        ))}
        {fault !== null && <FaultText fault={fault} />}
      </div>
    </Panel>
  );
};

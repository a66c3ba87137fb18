import type { BaselineDetail, BaselineEntity } from '@chedun/baselines/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBand, listEntities } from '../../api/baselines.ts';
import { usePreferences } from '../../app/preferences.ts';
import { drawnHours, entityLine, markedHours } from '../../lib/baselines.ts';
import { formatCount } from '../../lib/format.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { bandOption } from './bandOption.ts';

/** Entities that a rule knows; of rates also the baseline of the chosen one. */
export const EntitiesTab = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const [picked, setPicked] = useState<string>();
  const found = useQuery({
    queryKey: ['baseline-entities', rule.id, find],
    queryFn: ({ signal }) => listEntities(rule.id, find, signal),
    refetchInterval: 15_000,
  });
  const columns = useMemo(() => columnsOf(t, rule), [t, rule]);
  const isRate = rule.type === 'rate_anomaly';
  const shown = picked ?? found.data?.items[0]?.entity;
  return (
    <div className="stack">
      {isRate && shown !== undefined && <BandPanel rule={rule} entity={shown} />}
      <Panel body="flush">
        <FindBox placeholder={t('baselines.entityFind')} onFind={(text) => setFind(text ?? '')} />
        <DataTable<BaselineEntity>
          rows={found.data?.items}
          error={found.error}
          onRetry={() => void found.refetch()}
          columns={columns}
          rowKey={({ entity }) => entity}
          exportName="chedun-baseline-entities"
          sorting="browser"
          minWidth={760}
          {...(isRate ? { onRow: ({ entity }: BaselineEntity) => setPicked(entity) } : {})}
          empty={<EmptyState title={t('baselines.entitiesEmpty')} hint={t('baselines.entitiesEmptyHint')} />}
        />
        {found.data !== undefined && found.data.total > found.data.items.length && (
          <div className="soft" style={{ padding: '8px 16px' }}>
            {t('baselines.entitiesMore', { shown: found.data.items.length, total: formatCount(found.data.total) })}
          </div>
        )}
      </Panel>
    </div>
  );
};

const nameOf = (t: TFunction, { fields }: Pick<BaselineEntity, 'fields'>): string =>
  fields.length === 0 ? t('baselines.everything') : entityLine(fields);

const columnsOf = (t: TFunction, rule: BaselineDetail): readonly Column<BaselineEntity>[] => [
  shownColumn(
    'entity',
    t('baselines.entity'),
    (row) => nameOf(t, row),
    (row) => <span className="mono">{nameOf(t, row)}</span>,
    {
      clip: 'clip',
    },
  ),
  shownColumn(
    'state',
    t('baselines.entityState'),
    (row) => t(row.learning ? 'baselines.entityLearning' : 'baselines.entityKnown'),
    (row) => (
      <StateDot tone={row.learning ? 'medium' : 'good'}>
        {t(row.learning ? 'baselines.entityLearning' : 'baselines.entityKnown')}
      </StateDot>
    ),
    { width: 110 },
  ),
  ...(rule.type === 'new_terms' || rule.type === 'rare_value' || rule.type === 'rate_anomaly'
    ? [
        shownColumn<BaselineEntity>(
          'size',
          t(rule.type === 'rate_anomaly' ? 'baselines.sizeRate' : 'baselines.size'),
          (row) => row.size,
          (row) => formatCount(row.size),
          { width: 110, align: 'right' },
        ),
      ]
    : []),
  shownColumn(
    'since',
    t('baselines.since'),
    (row) => row.since,
    (row) => <TimeText at={row.since} />,
    { width: 176 },
  ),
  shownColumn(
    'last',
    t('baselines.last'),
    (row) => row.last,
    (row) => <AgoText at={row.last} />,
    { width: 120 },
  ),
];

const NO_DAYS: readonly never[] = [];

const BandPanel = ({ rule, entity }: { readonly rule: BaselineDetail; readonly entity: string }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const band = useQuery({
    queryKey: ['baseline-band', rule.id, entity],
    queryFn: ({ signal }) => getBand(rule.id, entity, signal),
  });
  const hours = useMemo(() => (band.data === undefined ? [] : drawnHours(band.data)), [band.data]);
  const days = band.data?.days ?? NO_DAYS;
  const option = useMemo(
    () =>
      bandOption(
        tone,
        zone,
        hours,
        {
          range: t('baselines.bandRange'),
          median: t('baselines.bandMedian'),
          actual: t('baselines.bandActual'),
        },
        markedHours(hours, days).map(({ from, to, day }) => ({
          from,
          to,
          name: day.name === '' ? t(`workdays.kinds.${day.kind}`) : day.name,
        })),
      ),
    [tone, zone, hours, days, t],
  );
  const name = entity === '' ? t('baselines.everything') : entity.replaceAll('\u001F', ' · ');
  return (
    <Panel title={`${t('baselines.band')} · ${name}`} hint={t('baselines.bandHint')}>
      {band.error !== null && <ErrorState error={band.error} onRetry={() => void band.refetch()} />}
      {band.error === null && band.data === undefined && <Skeleton active paragraph={{ rows: 5 }} />}
      {band.data !== undefined && band.data.unknownYear !== null && (
        <div className="faint">{t('baselines.unknownYear', { year: band.data.unknownYear })}</div>
      )}
      {band.data !== undefined && hours.length === 0 && (
        <EmptyState size="small" title={t('baselines.bandNone')} hint={t('baselines.bandNoneHint')} />
      )}
      {hours.length > 0 && <Chart option={option} height={240} label={t('baselines.band')} />}
    </Panel>
  );
};

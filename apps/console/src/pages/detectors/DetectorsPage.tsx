import { DetectorFamily, DetectorState, watchPermissions } from '@chedun/watch/contract';
import type { Detector } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { listDetectors } from '../../api/watch.ts';
import type { DetectorSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { fittingDetectors } from '../../lib/detectors.ts';
import { listOf, listText } from '../../lib/findings.ts';
import { SEVERITIES } from '../../lib/series.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { CanModels } from './CanModels.tsx';
import '../../styles/watch.css';
import { DetectorDrawer } from './DetectorDrawer.tsx';
import { ReferenceTables } from './ReferenceTables.tsx';
import { useDetectorColumns } from './useDetectorColumns.tsx';

const REFRESH_MS = 15_000;

const TABS = ['all', 'gbt32960', 'can', 'v2x', 'remote_control', 'traffic', 'fleet'] as const;

/** 检测器: what our own detectors look at, how often they spoke, and how often they were wrong. */
export const DetectorsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/detectors' });
  const list = useQuery({
    queryKey: ['detectors'],
    queryFn: ({ signal }) => listDetectors(signal),
    refetchInterval: REFRESH_MS,
  });
  const detectors = list.data?.items;
  const change = (part: DetectorSearch): void => void navigate({ to: '/detectors', search: { ...search, ...part } });
  const open = detectors?.find(({ id }) => id === search.id);
  const writes = may(watchPermissions.write);
  return (
    <div className="page">
      <PageHead title={t('nav.detectors')} about={t('detectors.about')} />
      <Tabs
        activeKey={search.family ?? 'all'}
        onChange={(key) => change({ family: DetectorFamily.optional().catch(undefined).parse(key) })}
        items={TABS.map((key) => ({
          key,
          label: `${t(`detectors.family.${key}`)} ${countOf(detectors, key)}`,
        }))}
      />
      <div className="stack">
        {search.family === 'can' && <CanModels />}
        {(search.family === 'fleet' || search.family === 'traffic') && <ReferenceTables writes={writes} />}
        <Panel body="flush">
          <DetectorToolbar search={search} change={change} />
          <DetectorTable
            list={{ rows: detectors, error: list.error, onRetry: () => void list.refetch() }}
            search={search}
            change={change}
            writes={writes}
          />
        </Panel>
      </div>
      {open !== undefined && (
        <DetectorDrawer
          key={open.id}
          detector={open}
          writes={writes && open.changeable}
          onClose={() => change({ id: undefined })}
        />
      )}
    </div>
  );
};

const countOf = (detectors: readonly Detector[] | undefined, family: DetectorFamily | 'all'): number | '' =>
  detectors === undefined ? '' : detectors.filter((each) => family === 'all' || each.family === family).length;

interface Filtering {
  readonly search: DetectorSearch;
  readonly change: (part: DetectorSearch) => void;
}

const DetectorToolbar = ({ search, change }: Filtering) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 230 }}
        placeholder={t('detectors.find')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <FilterSelect
        label={t('detectors.level')}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={listOf(search.level, SEVERITIES)}
        onChange={(value) => change({ level: listText(value) })}
      />
      <FilterSelect
        label={t('detectors.stateName')}
        options={DetectorState.options.map((value) => ({ value, label: t(`detectors.state.${value}`) }))}
        value={listOf(search.state, DetectorState.options)}
        onChange={(value) => change({ state: listText(value) })}
      />
    </div>
  );
};

interface DetectorTableProps extends Filtering {
  readonly list: {
    readonly rows: readonly Detector[] | undefined;
    readonly error: unknown;
    readonly onRetry: () => void;
  };
  readonly writes: boolean;
}

const DetectorTable = ({ list, search, change, writes }: DetectorTableProps) => {
  const { t } = useTranslation();
  const columns = useDetectorColumns(writes, search.family === undefined ? 'with-family' : 'without-family');
  const rows =
    list.rows &&
    fittingDetectors(list.rows, {
      family: search.family,
      find: search.find,
      levels: listOf(search.level, SEVERITIES),
      states: listOf(search.state, DetectorState.options),
    });
  return (
    <DataTable<Detector>
      {...list}
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      onRow={({ id }) => change({ id })}
      sorting="browser"
      exportName="chedun-detectors"
      minWidth={1080}
      empty={
        <EmptyState
          title={t('detectors.empty')}
          hint={t('detectors.emptyHint')}
          action={
            <Button onClick={() => change({ find: undefined, level: undefined, state: undefined })}>
              {t('detectors.clear')}
            </Button>
          }
        />
      }
    />
  );
};

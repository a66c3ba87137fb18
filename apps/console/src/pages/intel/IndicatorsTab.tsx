import { IndicatorKindName, IndicatorState } from '@chedun/intel/contract';
import type { Indicator } from '@chedun/intel/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Checkbox, Input, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listFeeds, listIndicators } from '../../api/intel.ts';
import type { IntelSearch } from '../../app/searchParams.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { IndicatorStateChip, TlpChip } from './chips.tsx';
import { IndicatorDrawer } from './IndicatorDrawer.tsx';

const columnsOf = (t: TFunction): readonly Column<Indicator>[] => [
  shownColumn(
    'state',
    t('intel.stateName'),
    (row) => t(`intel.state.${row.state}`),
    (row) => <IndicatorStateChip state={row.state} />,
    { width: 92 },
  ),
  shownColumn(
    'kind',
    t('intel.kindName'),
    (row) => t(`intel.kind.${row.kind}`),
    (row) => <Chip>{t(`intel.kind.${row.kind}`)}</Chip>,
    { width: 104 },
  ),
  monoColumn('value', t('intel.value'), (row) => row.value, { clip: 'clip' }),
  textColumn('title', t('intel.title'), (row) => row.title, { clip: 'clip', width: 150 }),
  textColumn('feed', t('intel.feed'), (row) => row.feed, { clip: 'clip', width: 110 }),
  textColumn('confidence', t('intel.confidence'), (row) => row.confidence ?? '—', { width: 76, align: 'right' }),
  shownColumn(
    'tlp',
    'TLP',
    (row) => row.tlp ?? '',
    (row) => (row.tlp === null ? '—' : <TlpChip tlp={row.tlp} />),
    { width: 88 },
  ),
  shownColumn(
    'until',
    t('intel.validity'),
    (row) => row.validUntil ?? '',
    (row) => (row.validUntil === null ? t('intel.always') : <TimeText at={row.validUntil} />),
    { width: 156 },
  ),
  textColumn('sightings', t('intel.sightings'), (row) => row.sightings, { width: 76, align: 'right' }),
  shownColumn(
    'last',
    t('intel.lastSeen'),
    (row) => row.lastSeen ?? '',
    (row) => <AgoText at={row.lastSeen} />,
    { width: 92 },
  ),
];

/** Every indicator, with filters. */
export const IndicatorsTab = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/intel' });
  const navigate = useNavigate();
  const [opened, setOpened] = useState<number>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const { find, kind, feed, state, seen } = search;
  const list = useCursorList(['intel-indicators', find, kind, feed, state, seen], (cursor, signal) =>
    listIndicators({ search: find, kind, feed, state, seen, cursor, limit: 100 }, signal),
  );
  const change = (part: IntelSearch): void => void navigate({ to: '/intel', search: { ...search, ...part } });
  const filtered = [find, kind, feed, state, seen].some((value) => value !== undefined);
  return (
    <Panel body="flush">
      <IndicatorToolbar search={search} change={change} />
      <DataTable<Indicator>
        {...list}
        columns={columns}
        rowKey={({ id }) => String(id)}
        onRow={({ id }) => setOpened(id)}
        exportName="chedun-indicators"
        sorting="none"
        minWidth={1120}
        empty={
          filtered ? (
            <EmptyState title={t('intel.noneFiltered')} hint={t('intel.noneFilteredHint')} />
          ) : (
            <EmptyState title={t('intel.noIndicators')} hint={t('intel.noIndicatorsHint')} />
          )
        }
      />
      {opened !== undefined && <IndicatorDrawer id={opened} onClose={() => setOpened(undefined)} />}
    </Panel>
  );
};

interface ToolbarProps {
  readonly search: IntelSearch;
  readonly change: (part: IntelSearch) => void;
}

const IndicatorToolbar = ({ search, change }: ToolbarProps) => {
  const { t } = useTranslation();
  const feeds = useQuery({ queryKey: ['intel-feeds'], queryFn: ({ signal }) => listFeeds(signal) });
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 280 }}
        placeholder={t('intel.findIndicator')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <Select<IndicatorState>
        allowClear
        style={{ width: 110 }}
        placeholder={t('intel.anyState')}
        aria-label={t('intel.stateName')}
        value={search.state ?? null}
        onChange={(state: IndicatorState | undefined) => change({ state })}
        options={IndicatorState.options.map((value) => ({ value, label: t(`intel.state.${value}`) }))}
      />
      <Select<IndicatorKindName>
        allowClear
        style={{ width: 160 }}
        placeholder={t('intel.anyKind')}
        aria-label={t('intel.kindName')}
        value={search.kind ?? null}
        onChange={(kind: IndicatorKindName | undefined) => change({ kind })}
        options={IndicatorKindName.options.map((value) => ({ value, label: t(`intel.kind.${value}`) }))}
      />
      <Select<string>
        allowClear
        style={{ width: 180 }}
        placeholder={t('intel.anyFeed')}
        aria-label={t('intel.feed')}
        value={search.feed ?? null}
        onChange={(feed: string | undefined) => change({ feed })}
        options={(feeds.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Checkbox
        checked={search.seen === 'true'}
        onChange={({ target }) => change({ seen: target.checked ? 'true' : undefined })}
      >
        {t('intel.onlySeen')}
      </Checkbox>
    </div>
  );
};

import type { IncidentLine, IncidentQuery } from '@chedun/oversight/contract';
import { useNavigate } from '@tanstack/react-router';
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSupervisedIncidents } from '../../api/oversight.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { LevelChip } from './parts.tsx';

const STATES = ['open', 'closed', 'all'] as const;

const useLevelColumns = (): Column<IncidentLine>[] => {
  const { t } = useTranslation();
  return [
    shownColumn(
      'claimed',
      t('oversight.incident.claimed'),
      ({ claimed }) => claimed ?? '',
      ({ claimed }) => <LevelChip level={claimed} none={t('oversight.incident.none')} />,
      { width: 100 },
    ),
    shownColumn(
      'computed',
      t('oversight.incident.computed'),
      ({ computed }) => computed ?? '',
      ({ computed, disagrees }) => (
        <span title={disagrees ? t('oversight.incident.disagrees') : ''}>
          <LevelChip level={computed} none={t('oversight.incident.notGraded')} /> {disagrees && '≠'}
        </span>
      ),
      { width: 110 },
    ),
    shownColumn(
      'confirmed',
      t('oversight.incident.confirmed'),
      ({ confirmed }) => confirmed ?? '',
      ({ confirmed }) => <LevelChip level={confirmed} none={t('oversight.incident.notConfirmed')} />,
      { width: 100 },
    ),
  ];
};

const useDueColumns = (): Column<IncidentLine>[] => {
  const { t } = useTranslation();
  return [
    shownColumn(
      'late',
      t('oversight.incident.timing'),
      ({ lateMinutes }) => lateMinutes,
      ({ lateMinutes }) =>
        lateMinutes === 0 ? (
          <span className="faint">—</span>
        ) : (
          <Chip tone="critical">{t('oversight.late', { minutes: lateMinutes })}</Chip>
        ),
      { width: 130 },
    ),
    shownColumn(
      'relays',
      t('oversight.incident.relays'),
      ({ relaysRunning }) => relaysRunning,
      ({ relaysRunning, relaysOverdue }) => {
        if (relaysOverdue > 0)
          return <Chip tone="critical">{t('oversight.incident.relaysOverdue', { count: relaysOverdue })}</Chip>;
        return relaysRunning === 0 ? (
          <span className="faint">—</span>
        ) : (
          <Chip tone="high">{t('oversight.incident.relaysRunning', { count: relaysRunning })}</Chip>
        );
      },
      { width: 120 },
    ),
    shownColumn(
      'missing',
      t('oversight.incident.missing'),
      ({ missing }) => missing,
      ({ missing }) =>
        missing === 0 ? (
          <span className="faint">—</span>
        ) : (
          <Chip tone="medium">{t('oversight.incident.missingCount', { count: missing })}</Chip>
        ),
      { width: 80 },
    ),
  ];
};

const useColumns = (): Column<IncidentLine>[] => {
  const { t } = useTranslation();
  return [
    monoColumn('number', t('oversight.incident.number'), ({ number }) => number, { width: 150 }),
    textColumn('name', t('oversight.incident.name'), ({ name }) => name),
    textColumn('firm', t('oversight.firm'), ({ enterprise }) => enterprise.name, { width: 180 }),
    ...useLevelColumns(),
    textColumn('reports', t('oversight.incident.reports'), ({ reports }) => reports, { width: 70 }),
    ...useDueColumns(),
    shownColumn(
      'first',
      t('oversight.incident.first'),
      ({ firstAt }) => firstAt,
      ({ firstAt }) => <TimeText at={firstAt} />,
      { width: 160 },
    ),
  ];
};

/** 事件台: incidents that enterprises report. */
export const IncidentsTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [state, setState] = useState<IncidentQuery['state']>('open');
  const [search, setSearch] = useState<string>();
  const list = useCursorList(
    ['oversight', 'incidents', state, search],
    (cursor, signal) => listSupervisedIncidents({ state, search, cursor, limit: 50 } as Partial<IncidentQuery>, signal),
    { refetchMs: 10_000 },
  );
  const extra = (
    <>
      <Segmented<IncidentQuery['state']>
        value={state}
        options={STATES.map((value) => ({ value, label: t(`oversight.incident.states.${value}`) }))}
        onChange={setState}
      />
      <Input.Search
        allowClear
        style={{ width: 220 }}
        placeholder={t('oversight.search')}
        onSearch={(text) => setSearch(text.trim() === '' ? undefined : text.trim())}
      />
    </>
  );
  return (
    <Panel title={t('oversight.tabs.incidents')} body="flush" extra={extra}>
      <DataTable<IncidentLine>
        {...list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/oversight/incidents/$id', params: { id } })}
        sorting="none"
        exportName="chedun-supervised-incidents"
        minWidth={1380}
        empty={<EmptyState title={t('oversight.incident.empty')} hint={t('oversight.incident.emptyHint')} />}
      />
    </Panel>
  );
};

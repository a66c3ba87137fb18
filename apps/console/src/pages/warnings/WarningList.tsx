import type { WarningSummary } from '@chedun/warnings/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { listWarnings } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import type { WarningSearch } from '../../app/searchParams.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { LEVELS, LevelTag, ScopeText, WarningStatus } from './levels.tsx';

type Row = WarningSummary;

const useColumns = (): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(
    () => [
      shownColumn(
        'level',
        t('warnings.levelName'),
        ({ level }) => t(`warnings.level.${level}`),
        ({ level }) => <LevelTag level={level} />,
        { width: 92 },
      ),
      monoColumn('number', t('warnings.number'), ({ number }) => number, { width: 140 }),
      shownColumn(
        'title',
        t('warnings.title'),
        ({ title }) => textIn(title, language),
        ({ title }) => textIn(title, language),
        { clip: 'clip' },
      ),
      shownColumn(
        'scope',
        t('warnings.scopeName'),
        ({ scope }) =>
          scope.kind === 'fleet' ? t('warnings.scope.fleet') : `${t(`warnings.scope.${scope.kind}`)} ${scope.id}`,
        ({ scope }) => <ScopeText scope={scope} />,
        { width: 186 },
      ),
      shownColumn(
        'status',
        t('warnings.statusName'),
        ({ status }) => t(`warnings.status.${status}`),
        (row) => <WarningStatus warning={row} />,
        { width: 124 },
      ),
      shownColumn(
        'issued',
        t('warnings.issuedAt'),
        ({ issuedAt }) => issuedAt ?? '',
        ({ issuedAt }) => <AgoText at={issuedAt} />,
        { width: 100 },
      ),
      shownColumn(
        'limit',
        t('warnings.timeLimit'),
        ({ timeLimit }) => timeLimit ?? '',
        ({ timeLimit }) => <TimeText at={timeLimit} />,
        { width: 168 },
      ),
      shownColumn(
        'seen',
        t('warnings.acknowledged'),
        ({ acknowledgedBy }) => acknowledgedBy ?? '',
        ({ acknowledgedBy }) => acknowledgedBy ?? <span className="faint">{t('warnings.notYet')}</span>,
        { width: 124, clip: 'clip' },
      ),
    ],
    [t, language],
  );
};

const STATUSES = { all: undefined, standing: 'proposed,issued', lifted: 'lifted', refused: 'refused' } as const;

/** Warnings, worst first. */
export const WarningList = () => {
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/warnings' });
  const change = (part: Partial<WarningSearch>): void =>
    void navigate({ to: '/warnings', search: { ...search, ...part } });
  const status = search.status ?? 'standing';
  const list = useCursorList(
    ['warnings', 'list', search],
    (cursor, signal) =>
      listWarnings({ status: STATUSES[status], level: search.level, search: search.find, cursor, limit: 100 }, signal),
    { refetchMs: 15_000 },
  );
  const filtered = search.find !== undefined || search.level !== undefined || status !== 'standing';
  return (
    <Panel body="flush">
      <Toolbar search={search} status={status} change={change} />
      <DataTable<Row>
        {...list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/warnings/$id', params: { id } })}
        exportName="chedun-warnings"
        minWidth={1180}
        sorting="none"
        empty={<NoWarnings filtered={filtered} />}
      />
    </Panel>
  );
};

const NoWarnings = ({ filtered }: { readonly filtered: boolean }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!filtered) return <EmptyState title={t('warnings.empty')} hint={t('warnings.emptyHint')} />;
  return (
    <EmptyState
      title={t('warnings.emptyFiltered')}
      hint={t('warnings.emptyFilteredHint')}
      action={
        <Button onClick={() => void navigate({ to: '/warnings', search: {} })}>{t('findings.clearFilters')}</Button>
      }
    />
  );
};

interface ToolbarProps {
  readonly search: WarningSearch;
  readonly status: NonNullable<WarningSearch['status']>;
  readonly change: (part: Partial<WarningSearch>) => void;
}

const Toolbar = ({ search, status, change }: ToolbarProps) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 260 }}
        placeholder={t('warnings.find')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <Select
        allowClear
        style={{ width: 130 }}
        placeholder={t('warnings.levelName')}
        value={search.level ?? null}
        onChange={(level: string | null) => change({ level: level ?? undefined })}
        options={LEVELS.map((level) => ({ value: level, label: t(`warnings.level.${level}`) }))}
      />
      <Segmented<ToolbarProps['status']>
        value={status}
        onChange={(value) => change({ status: value === 'standing' ? undefined : value })}
        options={[
          { value: 'standing', label: t('warnings.standing') },
          { value: 'lifted', label: t('warnings.status.lifted') },
          { value: 'refused', label: t('warnings.status.refused') },
          { value: 'all', label: t('warnings.anyStatus') },
        ]}
      />
    </div>
  );
};

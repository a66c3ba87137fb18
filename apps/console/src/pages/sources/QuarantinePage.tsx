import { SourceFormat, ingestPermissions } from '@chedun/ingest/contract';
import type { QuarantinePage as Page } from '@chedun/ingest/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { listQuarantine, listSources, replayQuarantine } from '../../api/ingest.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { formatBytes } from '../../lib/format.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

type Entry = z.output<typeof Page>['items'][number];
type Format = z.output<typeof SourceFormat>;

const STATUS_TONE = { waiting: 'medium', replayed: 'good', discarded: 'info' } as const;
const STATUSES = ['waiting', 'replayed', 'discarded'] as const;

/** 隔离区: records that could not be parsed, kept as they came. */
export const QuarantinePage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const search = useSearch({ from: '/app/quarantine' });
  const [keys, setKeys] = useState<readonly string[]>([]);
  const columns = useColumns();
  const list = useCursorList(
    ['quarantine', search],
    (cursor, signal) => listQuarantine({ ...search, cursor }, signal),
    {
      refetchMs: 15_000,
    },
  );
  return (
    <div className="page">
      <PageHead title={t('nav.quarantine')} about={t('quarantine.about')} />
      <Panel body="flush">
        {keys.length === 0 ? <Filters /> : <ReplayBar ids={keys} onDone={() => setKeys([])} />}
        <DataTable
          {...list}
          columns={columns}
          rowKey={(row) => row.id}
          expand={(row) => <Preview entry={row} />}
          exportName="chedun-quarantine"
          sorting="none"
          empty={<EmptyState title={t('quarantine.empty')} hint={t('quarantine.emptyHint')} />}
          {...(may(ingestPermissions.replay) ? { selection: { keys, onChange: setKeys } } : {})}
        />
      </Panel>
    </div>
  );
};

const useColumns = (): readonly Column<Entry>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return [
    {
      key: 'at',
      title: t('quarantine.at'),
      width: 160,
      render: (row) => <TimeText at={row.at} />,
      value: (row) => row.at,
    },
    {
      key: 'source',
      title: t('quarantine.source'),
      width: 140,
      render: (row) => <span className="mono">{row.source}</span>,
      value: (row) => row.source,
    },
    {
      key: 'reason',
      title: t('quarantine.reason'),
      clip: 'clip',
      render: (row) => textIn(row.reason, language),
      value: (row) => textIn(row.reason, language),
    },
    {
      key: 'place',
      title: t('quarantine.place'),
      width: 150,
      clip: 'clip',
      render: (row) => <span className="mono">{row.place ?? ''}</span>,
      value: (row) => row.place ?? '',
    },
    {
      key: 'size',
      title: t('quarantine.size'),
      width: 90,
      align: 'right',
      render: (row) => formatBytes(row.size),
      value: (row) => row.size,
    },
    {
      key: 'status',
      title: t('quarantine.status'),
      width: 100,
      render: (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`quarantine.statusOf.${row.status}`)}</Chip>,
      value: (row) => t(`quarantine.statusOf.${row.status}`),
    },
  ];
};

const Filters = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/quarantine' });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/quarantine', search: { ...search, ...part } });
  return (
    <div className="toolbar">
      <Select
        allowClear
        placeholder={t('quarantine.source')}
        aria-label={t('quarantine.source')}
        style={{ width: 200 }}
        options={(sources.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={search.source ?? null}
        onChange={(source) => change({ source: source ?? undefined })}
      />
      <Select<Entry['status'] | 'any'>
        aria-label={t('quarantine.status')}
        style={{ width: 130 }}
        value={search.status ?? 'any'}
        options={[
          { value: 'any', label: t('quarantine.anyStatus') },
          ...STATUSES.map((value) => ({ value, label: t(`quarantine.statusOf.${value}`) })),
        ]}
        onChange={(status) => change({ status: status === 'any' ? undefined : status })}
      />
    </div>
  );
};

const ReplayBar = ({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [format, setFormat] = useState<Format>('auto');
  const replay = useMutation({
    mutationFn: () => replayQuarantine({ ids: [...ids], ...(format === 'auto' ? {} : { format }) }),
    onSuccess: ({ replayed, still }) => {
      say.done(t('quarantine.replayDone', { replayed, still }));
      void client.invalidateQueries({ queryKey: ['quarantine'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }}>
      <strong>{t('table.selected', { count: ids.length })}</strong>
      <span>{t('quarantine.replayAs')}</span>
      <Select<Format>
        aria-label={t('quarantine.replayAs')}
        style={{ width: 150 }}
        value={format}
        onChange={setFormat}
        options={SourceFormat.options.map((value) => ({
          value,
          label: value === 'auto' ? t('sources.formatAuto') : value,
        }))}
      />
      <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate()}>
        {t('quarantine.replay')}
      </Button>
      <Button type="text" onClick={onDone}>
        {t('common.cancel')}
      </Button>
    </div>
  );
};

const Preview = ({ entry }: { readonly entry: Entry }) => {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ gap: 6 }}>
      <span className="soft">
        {t('quarantine.preview')} · <span className="mono">{entry.code}</span>
        {entry.previewKind === 'hex' ? ` · ${t('events.hex')}` : ''}
      </span>
      <pre className="raw">{entry.preview}</pre>
    </div>
  );
};

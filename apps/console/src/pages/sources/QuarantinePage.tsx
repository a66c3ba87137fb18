import { ingestPermissions } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listQuarantine, listSources, listWaiting } from '../../api/ingest.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { recordsIn } from '../../lib/quarantine.ts';
import type { QuarantineEntry as Entry } from '../../lib/quarantine.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { QuarantineBar } from './QuarantineBar.tsx';
import { useQuarantineColumns } from './quarantineColumns.tsx';
import { QuarantineReasons } from './QuarantineReasons.tsx';

const STATUSES = ['waiting', 'replayed', 'discarded'] as const;
const REFRESH_MS = 15_000;

/** 隔离区: records that could not be parsed, kept as they came. */
export const QuarantinePage = () => {
  const { t } = useTranslation();
  const mayAct = useMay()(ingestPermissions.replay);
  const search = useSearch({ from: '/app/quarantine' });
  const [keys, setKeys] = useState<readonly string[]>([]);
  const columns = useQuarantineColumns();
  const list = useCursorList(
    ['quarantine', search],
    (cursor, signal) => listQuarantine({ ...search, cursor }, signal),
    { refetchMs: REFRESH_MS },
  );
  const waiting = useQuery({
    queryKey: ['quarantine', 'waiting', search.source],
    queryFn: ({ signal }) => listWaiting(search.source, signal),
    refetchInterval: REFRESH_MS,
  });
  const known = [...(waiting.data?.items ?? []), ...(list.rows ?? [])];
  const choosing = mayAct ? { onChoose: setKeys } : {};
  return (
    <div className="page">
      <PageHead title={t('nav.quarantine')} about={t('quarantine.about')} />
      {waiting.data !== undefined && (
        <QuarantineReasons entries={waiting.data.items} total={waiting.data.total} {...choosing} />
      )}
      <Panel body="flush">
        {keys.length === 0 ? (
          <Filters />
        ) : (
          <QuarantineBar ids={keys} records={recordsIn(known, new Set(keys))} onDone={() => setKeys([])} />
        )}
        {!mayAct && known.length > 0 && <div className="toolbar soft">{t('quarantine.mayNot')}</div>}
        <DataTable
          {...list}
          columns={columns}
          rowKey={(row) => row.id}
          expand={(row) => <Preview entry={row} />}
          exportName="chedun-quarantine"
          sorting={list.more.available ? 'none' : 'browser'}
          empty={<EmptyState title={t('quarantine.empty')} hint={t('quarantine.emptyHint')} />}
          {...(mayAct ? { selection: { keys, onChange: setKeys } } : {})}
        />
      </Panel>
    </div>
  );
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

const Preview = ({ entry }: { readonly entry: Entry }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="stack" style={{ gap: 6 }}>
      <span className="soft">
        {t('quarantine.preview')} · <span className="mono">{entry.code}</span> · {textIn(entry.reason, language)}
        {entry.previewKind === 'hex' ? ` · ${t('events.hex')}` : ''}
      </span>
      <pre className="raw">{entry.preview}</pre>
    </div>
  );
};

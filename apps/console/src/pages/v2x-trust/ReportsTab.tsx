import { ReportState, type MisbehaviourReport } from '@chedun/v2x-trust/contract';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { misbehaviourReports } from '../../api/v2xTrust.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ReportDrawer } from './ReportDrawer.tsx';
import { observationWords, REPORT_TONE } from './words.ts';

const REFRESH_MS = 5_000;
const WAITING = '–';

const columnsOf = (t: TFunction): readonly Column<MisbehaviourReport>[] => [
  shownColumn(
    'at',
    t('roadTrust.reportedAt'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  shownColumn(
    'observations',
    t('roadTrust.observations'),
    ({ observations }) => observations.map(({ rule }) => observationWords(t, rule)).join('; '),
    ({ observations }) => (
      <span className="row">
        {observations.slice(0, 2).map(({ rule }) => (
          <Chip key={rule} tone="high">
            {observationWords(t, rule)}
          </Chip>
        ))}
        {observations.length > 2 && <span className="faint">+{observations.length - 2}</span>}
      </span>
    ),
    { width: 300 },
  ),
  monoColumn('signer', t('roadTrust.accused'), ({ signer }) => signer, { width: 160 }),
  textColumn('suspicion', t('roadTrust.suspicion'), ({ suspicion }) => suspicion.toFixed(2), {
    width: 120,
    align: 'right',
  }),
  textColumn('messages', t('roadTrust.proofs'), ({ messages }) => messages, { width: 150, align: 'right' }),
  textColumn('receiver', t('roadTrust.receiver'), ({ receiver }) => receiver, { width: 130, clip: 'clip' }),
  shownColumn(
    'state',
    t('roadTrust.status'),
    ({ state }) => t(`roadTrust.reportStateOf.${state}`),
    ({ state }) => <Chip tone={REPORT_TONE[state]}>{t(`roadTrust.reportStateOf.${state}`)}</Chip>,
    { width: 130 },
  ),
];

/** Misbehaviour reports: what the detectors proved about senders whose messages verified, and what became of it. */
export const ReportsTab = () => {
  const { t } = useTranslation();
  const [state, setState] = useState<ReportState | 'any'>('any');
  const [open, setOpen] = useState<MisbehaviourReport>();
  const reports = useQuery({
    queryKey: ['v2x-trust', 'reports', state],
    queryFn: ({ signal }) => misbehaviourReports(state, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { data } = reports;
  const number = (value: number | undefined): string => (value === undefined ? WAITING : formatCount(value));
  return (
    <div className="stack">
      <div className="kpis">
        <Kpi
          label={t('roadTrust.accusedCertificates')}
          value={number(data?.accused)}
          note={t('roadTrust.accusedNote')}
          tone={(data?.accused ?? 0) > 0 ? 'high' : 'good'}
        />
        {ReportState.options.map((one) => (
          <Kpi
            key={one}
            label={t(`roadTrust.reportStateOf.${one}`)}
            value={number(data?.totals[one])}
            {...(one === 'refused' && (data?.totals.refused ?? 0) > 0 ? { tone: 'high' } : {})}
          />
        ))}
      </div>
      <Panel title={t('roadTrust.reports')} hint={t('roadTrust.reportsHint')} body="flush">
        <div className="toolbar">
          <Select<ReportState | 'any'>
            value={state}
            onChange={setState}
            style={{ width: 200 }}
            options={[
              { value: 'any', label: t('roadTrust.anyState') },
              ...ReportState.options.map((value) => ({ value, label: t(`roadTrust.reportStateOf.${value}`) })),
            ]}
          />
        </div>
        <DataTable<MisbehaviourReport>
          columns={columns}
          rows={data?.items}
          rowKey={({ id }) => id}
          error={reports.error}
          onRetry={() => void reports.refetch()}
          onRow={setOpen}
          exportName="chedun-misbehaviour-reports"
          sorting="browser"
          minWidth={1160}
          empty={<EmptyState title={t('roadTrust.reportsEmpty')} hint={t('roadTrust.reportsEmptyHint')} />}
        />
      </Panel>
      {open !== undefined && <ReportDrawer report={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
};

import { SecurityValue, type Failure, type VerificationState } from '@chedun/v2x-trust/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v2xFailures, v2xVerification } from '../../api/v2xTrust.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ExplainPanel, type Explained } from './ExplainPanel.tsx';
import { SECURITY_TONE, verdictWords } from './words.ts';
import { VerdictChart } from './VerdictChart.tsx';

const HOURS = 24;
const REFRESH_MS = 5_000;
const WAITING = '–';

/** What became of messages, which were refused and why, and one message looked at closely. */
export const VerificationTab = () => {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<Explained>();
  const state = useQuery({
    queryKey: ['v2x-trust', 'verification'],
    queryFn: ({ signal }) => v2xVerification(HOURS, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="stack">
      <Kpis state={state.data} />
      <Panel title={t('roadTrust.byVerdict')}>{state.data && <VerdictChart state={state.data} hours={HOURS} />}</Panel>
      <ExplainPanel key={explained?.id ?? ''} given={explained} />
      <FailurePanel onExplain={setExplained} />
    </div>
  );
};

const Kpis = ({ state }: { readonly state: VerificationState | undefined }) => {
  const { t } = useTranslation();
  const all = state?.totals.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const valid = state?.totals.find(({ verdict }) => verdict === 'valid')?.count ?? 0;
  const number = (value: number | undefined): string => (value === undefined ? WAITING : formatCount(value));
  return (
    <div className="kpis">
      <Kpi
        label={t('roadTrust.messages')}
        value={number(state && all)}
        note={`${t('roadTrust.refusedCount')} ${number(state && all - valid)}`}
      />
      <Kpi
        label={t('roadTrust.passRate')}
        value={all === 0 ? WAITING : `${((valid / all) * 100).toFixed(1)} %`}
        tone={all > 0 && valid / all < 0.95 ? 'high' : 'good'}
      />
      <Kpi
        label={t('roadTrust.trusted')}
        value={state === undefined ? WAITING : `${state.roots} / ${state.authorities}`}
        note={t('roadTrust.trustedNote', { crls: state?.crls ?? 0 })}
      />
      <Kpi label={t('roadTrust.signers')} value={number(state?.signers)} />
      <Kpi
        label={t('roadTrust.lost')}
        value={number(state?.lost)}
        note={t('roadTrust.lostNote')}
        tone={(state?.lost ?? 0) > 0 ? 'high' : 'good'}
      />
      <Kpi
        label={t('roadTrust.port')}
        value={state === undefined ? WAITING : (state.udpPort ?? t('roadTrust.portOff'))}
        note={state?.udpPort === null ? t('roadTrust.portHint') : undefined}
      />
    </div>
  );
};

const columnsOf = (t: TFunction, explain: (failure: Failure) => void): readonly Column<Failure>[] => [
  shownColumn(
    'at',
    t('roadTrust.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} precise="millisecond" />,
    { width: 190 },
  ),
  shownColumn(
    'security',
    t('roadTrust.status'),
    ({ security }) => t(`roadTrust.securityOf.${security}`),
    ({ security }) => <Chip tone={SECURITY_TONE[security]}>{t(`roadTrust.securityOf.${security}`)}</Chip>,
    { width: 120 },
  ),
  textColumn('reason', t('roadTrust.reason'), ({ verdict }) => verdictWords(t, verdict), { width: 240 }),
  textColumn('step', t('roadTrust.step'), ({ step }) => (step === null ? '' : t(`roadTrust.steps.${step}`)), {
    width: 120,
  }),
  textColumn('aid', t('roadTrust.aid'), ({ aid }) => aid ?? '—', { width: 100, align: 'right' }),
  monoColumn('signer', t('roadTrust.signer'), ({ signer }) => signer ?? '—', { width: 160 }),
  textColumn('receiver', t('roadTrust.receiver'), ({ receiver }) => receiver, { width: 130, clip: 'clip' }),
  {
    key: 'explain',
    title: '',
    width: 80,
    render: (row) => (
      <Button size="small" onClick={() => explain(row)}>
        {t('roadTrust.explain')}
      </Button>
    ),
  },
];

const FailurePanel = ({ onExplain }: { readonly onExplain: (explained: Explained) => void }) => {
  const { t } = useTranslation();
  const [security, setSecurity] = useState<SecurityValue | 'any'>('any');
  const failures = useQuery({
    queryKey: ['v2x-trust', 'failures', security],
    queryFn: ({ signal }) => v2xFailures(security, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(
    () => columnsOf(t, ({ id, spdu, at, place }) => onExplain({ id, spdu, at, place })),
    [t, onExplain],
  );
  return (
    <Panel title={t('roadTrust.failures')} hint={t('roadTrust.failuresHint')} body="flush">
      <div className="toolbar">
        <Select<SecurityValue | 'any'>
          value={security}
          onChange={setSecurity}
          style={{ width: 200 }}
          options={[
            { value: 'any', label: t('roadTrust.anySecurity') },
            ...SecurityValue.options
              .filter((value) => value !== 'ok')
              .map((value) => ({ value, label: t(`roadTrust.securityOf.${value}`) })),
          ]}
        />
      </div>
      <DataTable<Failure>
        columns={columns}
        rows={failures.data?.items}
        rowKey={({ id }) => id}
        total={failures.data?.total}
        error={failures.error}
        onRetry={() => void failures.refetch()}
        exportName="chedun-v2x-failures"
        sorting="browser"
        minWidth={1140}
        empty={<EmptyState title={t('roadTrust.failuresEmpty')} hint={t('roadTrust.failuresEmptyHint')} />}
      />
    </Panel>
  );
};

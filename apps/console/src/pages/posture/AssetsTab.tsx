import { posturePermissions } from '@chedun/posture/contract';
import type { AssetRun } from '@chedun/posture/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { evaluateAssets, getAssetPosture, listJudgedAssets } from '../../api/posture.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

type Count = AssetRun['counts'][number];
const SHARES = [
  ['fail', 'critical'],
  ['unknown', 'medium'],
  ['pass', 'good'],
] as const;

/** 逐资产: the verdicts on every asset, by obligation. */
export const AssetsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [picked, setPicked] = useState<string>();
  const posture = useQuery({ queryKey: ['asset-posture'], queryFn: ({ signal }) => getAssetPosture(signal) });
  const judge = useMutation({
    mutationFn: evaluateAssets,
    onSuccess: (run) => {
      client.setQueryData(['asset-posture'], { run });
      void client.invalidateQueries({ queryKey: ['judged-assets'] });
      say.done(t('obligations.asset.ran', { assets: run.assets, seconds: (run.milliseconds / 1000).toFixed(1) }));
    },
    onError: say.problem,
  });
  const run = posture.data?.run;
  const button = may(posturePermissions.run) && (
    <Button type="primary" loading={judge.isPending} onClick={() => judge.mutate()}>
      {t('obligations.asset.run')}
    </Button>
  );
  if (posture.error !== null) return <ErrorState error={posture.error} onRetry={() => void posture.refetch()} />;
  if (run === undefined) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (run === null)
    return <EmptyState title={t('obligations.asset.empty')} hint={t('obligations.asset.emptyHint')} action={button} />;
  const counts = run.counts.toSorted((a, b) => b.fail - a.fail || b.unknown - a.unknown);
  const current = picked ?? counts[0]?.obligation;
  return (
    <div className="stack">
      <RunKpis run={run} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 7fr) minmax(0, 5fr)', alignItems: 'start' }}>
        <Panel
          title={t('obligations.tabs.assets')}
          hint={
            <>
              {t('obligations.asset.last')} <AgoText at={run.at} />
            </>
          }
          extra={button}
          body="flush"
        >
          {counts.map((count) => (
            <CountLine key={count.obligation} count={count} picked={count.obligation === current} onPick={setPicked} />
          ))}
        </Panel>
        {current !== undefined && (
          <JudgedList key={current} obligation={current} first={failsAny(counts, current) ? 'fail' : 'unknown'} />
        )}
      </div>
      <div className="faint">{t('obligations.asset.about')}</div>
    </div>
  );
};

const RunKpis = ({ run: { assets, counts } }: { readonly run: AssetRun }) => {
  const { t } = useTranslation();
  return (
    <div className="kpis">
      <Kpi label={t('obligations.asset.assets')} value={assets} />
      <Kpi
        label={t('obligations.asset.pairs')}
        value={sumOf(counts, 'pass') + sumOf(counts, 'fail') + sumOf(counts, 'unknown')}
      />
      <Kpi label={t('obligations.asset.fail')} value={sumOf(counts, 'fail')} tone="critical" />
      <Kpi label={t('obligations.asset.unknown')} value={sumOf(counts, 'unknown')} tone="medium" />
    </div>
  );
};

const sumOf = (counts: readonly Count[], name: 'pass' | 'fail' | 'unknown'): number =>
  counts.reduce((sum, count) => sum + count[name], 0);

const CountLine = ({
  count,
  picked,
  onPick,
}: {
  readonly count: Count;
  readonly picked: boolean;
  readonly onPick: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const all = count.pass + count.fail + count.unknown;
  const title = SHARES.map(([name]) => `${t(`obligations.asset.${name}`)} ${formatCount(count[name])}`).join(' · ');
  return (
    <button
      type="button"
      className={picked ? 'served-line picked' : 'served-line'}
      style={{ gridTemplateColumns: '52px minmax(0, 1fr) 210px' }}
      title={title}
      onClick={() => onPick(count.obligation)}
    >
      <span className="mono">{count.obligation}</span>
      <span className="wall-bar" style={{ height: 8, margin: 0 }}>
        {SHARES.map(([name, tone]) => (
          <i key={name} data-tone={tone} style={{ width: `${(count[name] / all) * 100}%` }} />
        ))}
      </span>
      <span className="faint">
        {t('obligations.asset.fail')} {formatCount(count.fail)} · {t('obligations.asset.unknown')}{' '}
        {formatCount(count.unknown)}
      </span>
    </button>
  );
};

const failsAny = (counts: readonly Count[], obligation: string): boolean =>
  counts.some((count) => count.obligation === obligation && count.fail > 0);

const JudgedList = ({ obligation, first }: { readonly obligation: string; readonly first: 'fail' | 'unknown' }) => {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<'fail' | 'unknown'>(first);
  const judged = useQuery({
    queryKey: ['judged-assets', obligation, verdict],
    queryFn: ({ signal }) => listJudgedAssets(obligation, verdict, signal),
  });
  return (
    <Panel
      title={obligation}
      extra={
        <Segmented
          size="small"
          value={verdict}
          onChange={setVerdict}
          options={[
            { value: 'fail', label: t('obligations.asset.listed') },
            { value: 'unknown', label: t('obligations.asset.listedUnknown') },
          ]}
        />
      }
    >
      {judged.error !== null && <ErrorState error={judged.error} onRetry={() => void judged.refetch()} />}
      {judged.data !== undefined && (
        <div className="stack" style={{ gap: 4 }}>
          <span className="soft">{t('obligations.asset.total', { count: judged.data.total })}</span>
          {judged.data.items.map((asset) => (
            <div key={`${asset.kind}:${asset.id}`} className="row between nowrap">
              <span className="mono clip">{asset.id}</span>
              <span className="faint">{t(`obligations.asset.reason.${asset.reason}`)}</span>
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
};

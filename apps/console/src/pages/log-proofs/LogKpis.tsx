import type { SealedLog, WitnessView } from '@chedun/seal/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listRuns } from '../../api/seal.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

const WAITING = '–';
const REFRESH_MS = 5_000;
const STATE_TONE = { waiting: 'info', sealing: 'good', broken: 'critical' } as const;
const RUN_TONE = { running: 'info', intact: 'good', problems: 'critical', failed: 'high' } as const;

/** What is sealed, how lately, who witnesses it, and how the last verification ended. */
export const LogKpis = ({
  logs,
  witnesses,
}: {
  readonly logs: readonly SealedLog[];
  readonly witnesses: readonly WitnessView[] | undefined;
}) => {
  const { t } = useTranslation();
  const runs = useQuery({
    queryKey: ['seal', 'runs'],
    queryFn: ({ signal }) => listRuns(signal),
    refetchInterval: REFRESH_MS,
  });
  const newest = runs.data?.items[0];
  const sealed = logs.flatMap(({ sealedAt }) => sealedAt ?? []).toSorted();
  const signing = (witnesses ?? []).filter(({ state }) => state === 'signing').length;
  return (
    <div className="kpis" style={{ flexShrink: 0 }}>
      {logs.map((log) => {
        const waiting = Math.max(0, log.durable - (log.firstSeq + log.size - 1));
        return (
          <Kpi
            key={log.stream}
            label={`${t(`seal.stream.${log.stream}`)} · ${t(`seal.state.${log.state}`)}`}
            value={formatCount(log.size)}
            unit={t('seal.frames')}
            note={waiting === 0 ? t('seal.upToDate') : t('seal.pending', { count: waiting })}
            tone={STATE_TONE[log.state]}
          />
        );
      })}
      <Kpi label={t('seal.lastSealed')} value={<Newest at={sealed.at(-1)} />} note={t('seal.lastSealedNote')} />
      <Kpi
        label={t('seal.witnesses')}
        value={witnesses === undefined ? WAITING : formatCount(witnesses.length)}
        note={t('seal.witnessNote', { count: signing })}
        tone={(witnesses ?? []).some(({ state }) => state === 'refused') ? 'critical' : signing > 0 ? 'good' : 'medium'}
      />
      <Kpi
        label={t('seal.lastRun')}
        value={newest === undefined ? t('seal.never') : t(`seal.status.${newest.status}`)}
        note={
          newest === undefined ? t('seal.neverVerifiedNote') : t('seal.lastRunNote', { rows: formatCount(newest.rows) })
        }
        {...(newest === undefined ? {} : { tone: RUN_TONE[newest.status] })}
      />
    </div>
  );
};

/** A moment in a size that fits a card. */
const Newest = ({ at }: { readonly at: string | undefined }) => {
  const { t } = useTranslation();
  if (at === undefined) return <>{t('seal.never')}</>;
  return (
    <span style={{ fontSize: 15 }}>
      <TimeText at={at} />
    </span>
  );
};

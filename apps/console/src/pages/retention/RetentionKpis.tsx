import type { LedgerEntry, RetentionOverview } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { retentionLedger, retentionOverview } from '../../api/retention.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

const REFRESH_MS = 30_000;
const DAY = 86_400_000;
const WAITING = '–';

const AgeKpi = ({ overview }: { readonly overview: RetentionOverview | undefined }) => {
  const { t } = useTranslation();
  const network = overview?.streams.find(({ stream }) => stream === 'network');
  const oldest = network?.oldestAt ?? null;
  const now = overview === undefined ? 0 : Date.parse(overview.clocks.now);
  const days = oldest === null ? 0 : Math.floor((now - Date.parse(oldest)) / DAY);
  return (
    <Kpi
      label={t('retention.keptSince')}
      value={oldest === null ? WAITING : <TimeTextShort at={oldest} />}
      note={
        oldest === null ? t('retention.noLogs') : t('retention.keptDays', { count: days, need: network?.days ?? 184 })
      }
      tone={days >= (network?.days ?? 184) ? 'good' : 'info'}
    />
  );
};

const TimeTextShort = ({ at }: { readonly at: string }) => (
  <span style={{ fontSize: 18 }}>
    <TimeText at={at} />
  </span>
);

const GapKpi = ({ entries }: { readonly entries: readonly LedgerEntry[] | undefined }) => {
  const { t } = useTranslation();
  const holes = (entries ?? []).filter(({ gapHours }) => gapHours > 0);
  const hours = holes.reduce((sum, { gapHours }) => sum + gapHours, 0);
  return (
    <Kpi
      label={t('retention.gaps')}
      value={entries === undefined ? WAITING : formatCount(hours)}
      unit={t('retention.hours')}
      note={holes.length === 0 ? t('retention.noGaps') : t('retention.gapsNote', { count: holes.length })}
      tone={hours > 0 ? 'critical' : 'good'}
    />
  );
};

const diskNote = (t: TFunction, { streams }: RetentionOverview): string => {
  const soonest = Math.min(...streams.map(({ daysUntilFull }) => daysUntilFull ?? Number.POSITIVE_INFINITY));
  if (Number.isFinite(soonest)) return t('retention.diskSoon', { count: soonest });
  const known = streams.filter(({ bytesAtFullAge }) => bytesAtFullAge !== null);
  if (known.length === 0) return t('retention.diskUnknown');
  const full = known.reduce((sum, { bytesAtFullAge }) => sum + (bytesAtFullAge ?? 0), 0);
  return t('retention.diskNote', { value: formatBytes(full) });
};

const DiskKpi = ({ overview }: { readonly overview: RetentionOverview | undefined }) => {
  const { t } = useTranslation();
  const used = (overview?.streams ?? []).reduce((sum, each) => sum + each.journalBytes + each.coldBytes, 0);
  const soon = overview?.streams.some(({ daysUntilFull }) => daysUntilFull !== null) ?? false;
  return (
    <Kpi
      label={t('retention.disk')}
      value={overview === undefined ? WAITING : formatBytes(used)}
      note={overview === undefined ? '' : diskNote(t, overview)}
      {...(soon ? { tone: 'high' } : {})}
    />
  );
};

const ClockKpi = ({ overview }: { readonly overview: RetentionOverview | undefined }) => {
  const { t } = useTranslation();
  const [first] = overview?.clocks.obstacles ?? [];
  const good = overview !== undefined && first === undefined;
  return (
    <Kpi
      label={t('retention.clock')}
      value={overview === undefined ? WAITING : t(good ? 'retention.clockGood' : 'retention.clockBlocked')}
      note={
        first === undefined ? (
          <>
            {t('retention.clockGoodNote')} <AgoText at={overview?.clocks.lastCheckpointAt} />
          </>
        ) : (
          t(`retention.obstacle.${first.kind}`)
        )
      }
      tone={good ? 'good' : 'medium'}
    />
  );
};

const TestKpi = ({ overview }: { readonly overview: RetentionOverview | undefined }) => {
  const { t } = useTranslation();
  const test = overview?.restoreTest;
  const word = test?.ok === true ? 'retention.testGood' : 'retention.testBad';
  return (
    <Kpi
      label={t('retention.test')}
      value={overview === undefined ? WAITING : t(test ? word : 'retention.testNone')}
      note={
        test ? (
          <>
            <AgoText at={test.at} /> · {t('retention.testNote', { segments: test.segments })}
          </>
        ) : (
          t('retention.testHint')
        )
      }
      tone={test ? (test.ok ? 'good' : 'critical') : 'info'}
    />
  );
};

/** How long logs are kept already, gaps, disk, clocks and the last restore test. */
export const RetentionKpis = () => {
  const overview = useQuery({
    queryKey: ['retention', 'overview'],
    queryFn: ({ signal }) => retentionOverview(signal),
    refetchInterval: REFRESH_MS,
  });
  const ledger = useQuery({ queryKey: ['retention', 'ledger'], queryFn: ({ signal }) => retentionLedger(signal) });
  return (
    <div className="kpis">
      <AgeKpi overview={overview.data} />
      <GapKpi entries={ledger.data?.items} />
      <DiskKpi overview={overview.data} />
      <ClockKpi overview={overview.data} />
      <TestKpi overview={overview.data} />
    </div>
  );
};

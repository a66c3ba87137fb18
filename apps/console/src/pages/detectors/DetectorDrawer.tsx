import type { Detector } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { detectorHistory } from '../../api/watch.ts';
import { usePreferences } from '../../app/preferences.ts';
import { hoursUntil, rateText, recordsQuery } from '../../lib/detectors.ts';
import { formatCount } from '../../lib/format.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { DetectorLimits } from './DetectorLimits.tsx';
import { DetectorRules } from './DetectorRules.tsx';
import { DetectorStateChip } from './DetectorStateChip.tsx';
import { DetectorSwitch } from './DetectorSwitch.tsx';

const DAYS = 7;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const TICK_MS = 6 * HOUR_MS;

interface DetectorDrawerProps {
  readonly detector: Detector;
  /** Whether the reader may switch and tune it. */
  readonly writes: boolean;
  readonly onClose: () => void;
}

/** One detector: what it looks at, what it found, its limits, its rules and their alerts. */
export const DetectorDrawer = ({ detector, writes, onClose }: DetectorDrawerProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Drawer
      open
      size={640}
      onClose={onClose}
      title={
        <span className="row">
          <SeverityTag severity={detector.level} />
          {textIn(detector.title, language)}
        </span>
      }
      extra={
        <span className="row">
          <Link to="/search" search={{ q: recordsQuery(detector), range: '7d' }}>
            <Button>{t('detectors.records')}</Button>
          </Link>
          <DetectorSwitch detector={detector} writes={writes} />
        </span>
      }
    >
      <div className="stack">
        <DetectorFacts detector={detector} />
        <History detector={detector} />
        <DetectorLimits detector={detector} writes={writes} />
        <DetectorRules detector={detector} />
      </div>
    </Drawer>
  );
};

const DetectorFacts = ({ detector }: { readonly detector: Detector }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const about = textIn(detector.about, language);
  const { alerts, looked, reason, state } = detector;
  return (
    <Panel title={t('detectors.facts')}>
      <div className="stack">
        {about !== '' && <p>{about}</p>}
        <Facts
          items={[
            [
              t('detectors.stateName'),
              <span key="state" className="row wrap">
                <DetectorStateChip detector={detector} />
                <span className="soft">
                  {reason === null ? t(`detectors.stateHint.${state}`) : textIn(reason, language)}
                </span>
              </span>,
            ],
            [
              t('detectors.id'),
              <span key="id" className="mono">
                {detector.id}
              </span>,
            ],
            [t('detectors.familyName'), t(`detectors.family.${detector.family}`)],
            [
              t('detectors.category'),
              <span key="category" className="mono">
                {detector.category}
              </span>,
            ],
            [
              t('detectors.looked'),
              looked === null ? undefined : t('detectors.lookedValue', { value: formatCount(looked) }),
            ],
            [t('detectors.spoken24h'), formatCount(detector.spoken24h)],
            [t('detectors.spokenTotal'), formatCount(detector.spokenTotal)],
            [t('detectors.lastSpoken'), <AgoText key="last" at={detector.lastSpoken} />],
            [
              t('detectors.verdicts'),
              `${t('rules.truePositive')} ${formatCount(alerts.truePositive)} · ${t('rules.falsePositive')} ${formatCount(alerts.falsePositive)} · ${t('rules.openVerdict')} ${formatCount(alerts.open)}`,
            ],
            [
              t('detectors.falseAlarmRate'),
              detector.falseAlarmRate === null ? t('detectors.falseAlarmNone') : rateText(detector.falseAlarmRate),
            ],
          ]}
        />
      </div>
    </Panel>
  );
};

const History = ({ detector }: { readonly detector: Detector }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const history = useQuery({
    queryKey: ['detectors', detector.id, 'history'],
    queryFn: ({ signal }) => detectorHistory(detector.id, DAYS, signal),
  });
  const hour = Math.floor(useNow(MINUTE_MS) / HOUR_MS) * HOUR_MS;
  const points = history.data?.points;
  const option = useMemo(() => {
    const shown = hoursUntil(points ?? [], hour, DAYS);
    return timeBars(tone, { at: shown.map(({ at }) => at), stepMs: TICK_MS, zone }, [
      { name: t('detectors.history'), color: tone.primary, values: shown.map(({ count }) => count) },
    ]);
  }, [points, hour, tone, zone, t]);
  return (
    <Panel title={t('detectors.history')}>
      {points === undefined && <Skeleton active paragraph={{ rows: 3 }} />}
      {points !== undefined &&
        (points.some(({ count }) => count > 0) ? (
          <Chart option={option} height={130} label={t('detectors.history')} />
        ) : (
          <EmptyState size="small" title={t('detectors.historyNone')} />
        ))}
    </Panel>
  );
};

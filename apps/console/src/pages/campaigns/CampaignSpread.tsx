import type { CampaignDetail } from '@chedun/watch/contract';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { hoursOf, joiningCurve } from '../../lib/campaigns.ts';
import type { JoinedVehicle } from '../../lib/campaigns.ts';
import { formatCount } from '../../lib/format.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars, timeLine } from '../../ui/chartOptions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

type Kind = 'joined' | 'spread';

const HOUR_MS = 3_600_000;

interface SpreadProps {
  readonly campaign: CampaignDetail;
  readonly vehicles: readonly JoinedVehicle[];
}

/** How a campaign spread: vehicles joining one after the other, or vehicles seen in each hour. */
export const CampaignSpread = ({ campaign, vehicles }: SpreadProps) => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>('joined');
  return (
    <Panel
      title={t(`campaigns.${kind}`)}
      extra={
        <Segmented<Kind>
          size="small"
          value={kind}
          onChange={setKind}
          options={(['joined', 'spread'] as const).map((value) => ({ value, label: t(`campaigns.${value}`) }))}
        />
      }
    >
      {kind === 'joined' ? <Joined vehicles={vehicles} /> : <PerHour campaign={campaign} />}
    </Panel>
  );
};

const Joined = ({ vehicles }: Pick<SpreadProps, 'vehicles'>) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const curve = useMemo(() => joiningCurve(vehicles), [vehicles]);
  const option = useMemo(
    () =>
      timeLine(tone, { at: curve.points.map(({ at }) => at), stepMs: curve.stepMs, zone }, [
        { name: t('campaigns.joinedLine'), color: tone.critical, values: curve.points.map((point) => point.vehicles) },
      ]),
    [curve, tone, zone, t],
  );
  return curve.points.length === 0 ? (
    <EmptyState size="small" title={t('campaigns.joinedNone')} />
  ) : (
    <Chart option={option} height={190} label={t('campaigns.joined')} />
  );
};

const PerHour = ({ campaign }: Pick<SpreadProps, 'campaign'>) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const option = useMemo(() => {
    const hours = hoursOf(campaign.spread);
    return timeBars(tone, { at: hours.map(({ at }) => at), stepMs: HOUR_MS, zone }, [
      { name: t('campaigns.vehicles'), color: tone.critical, values: hours.map((point) => point.vehicles) },
    ]);
  }, [campaign.spread, tone, zone, t]);
  return <Chart option={option} height={190} label={t('campaigns.spread')} />;
};

/** Which models the vehicles are of. */
export const PeerGroups = ({ campaign }: Pick<SpreadProps, 'campaign'>) => {
  const { t } = useTranslation();
  const most = campaign.peerGroups[0]?.vehicles ?? 0;
  return (
    <Panel title={t('campaigns.peers')} body="flush">
      <div className="bars">
        {campaign.peerGroups.map(({ group, vehicles }) => (
          <div
            key={group}
            className="bar-line"
            style={{ '--share': most === 0 ? 0 : vehicles / most } as CSSProperties}
          >
            <span className="clip">{group === '' ? t('campaigns.unknownModel') : group}</span>
            <span className="count">{formatCount(vehicles)}</span>
          </div>
        ))}
      </div>
    </Panel>
  );
};

import type { CampaignDetail } from '@chedun/watch/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinedVehicle } from '../../lib/campaigns.ts';
import { formatCount } from '../../lib/format.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

const columnsOf = (t: TFunction, rule: string | undefined): readonly Column<JoinedVehicle>[] => [
  shownColumn(
    'vin',
    t('campaigns.vin'),
    ({ vin }) => vin,
    ({ vin }) => <AssetLink asset={{ kind: 'vehicle', id: vin }} />,
  ),
  shownColumn(
    'joined',
    t('campaigns.vinJoined'),
    ({ at }) => (at === undefined ? '' : new Date(at).toISOString()),
    ({ at }) => <TimeText at={at} />,
    { width: 220 },
  ),
  shownColumn(
    'alerts',
    t('campaigns.vinAlerts'),
    ({ alerts }) => alerts,
    ({ vin, alerts }) =>
      rule === undefined || alerts === 0 ? (
        <span className="faint">{formatCount(alerts)}</span>
      ) : (
        <Link to="/alerts" search={{ rule, asset: vin, status: 'all' }}>
          {formatCount(alerts)}
        </Link>
      ),
    { width: 140, align: 'right' },
  ),
];

interface CampaignVehiclesProps {
  readonly campaign: CampaignDetail;
  readonly vehicles: readonly JoinedVehicle[];
  readonly rules: readonly string[];
}

/** The vehicles of a campaign in the order in which they joined. */
export const CampaignVehicles = ({ campaign, vehicles, rules }: CampaignVehiclesProps) => {
  const { t } = useTranslation();
  const rule = rules[0];
  const columns = useMemo(() => columnsOf(t, rule), [t, rule]);
  return (
    <Panel
      title={t('campaigns.vins')}
      {...(campaign.vehicles > vehicles.length ? { hint: t('campaigns.vinsFirst', { count: vehicles.length }) } : {})}
      body="flush"
    >
      <DataTable<JoinedVehicle>
        columns={columns}
        rows={vehicles}
        rowKey={({ vin }) => vin}
        sorting="browser"
        exportName="chedun-campaign-vehicles"
        minWidth={640}
        empty={<EmptyState size="small" title={t('campaigns.joinedNone')} />}
      />
    </Panel>
  );
};

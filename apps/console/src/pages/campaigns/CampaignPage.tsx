import type { CampaignDetail } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { getCampaign } from '../../api/watch.ts';
import { usePreferences } from '../../app/preferences.ts';
import { durationOf } from '../../lib/campaigns.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { CampaignSpread, PeerGroups } from './CampaignSpread.tsx';
import { CampaignVehicles } from './CampaignVehicles.tsx';
import { useJoinedVehicles } from './useJoinedVehicles.ts';
import { CampaignState, spanText, vehicleCount } from './useCampaignColumns.tsx';

/** One campaign: what the vehicles have in common, how it spread, and which they are. */
export const CampaignPage = () => {
  const { id } = useParams({ from: '/app/campaigns/$id' });
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => getCampaign(id, signal),
    refetchInterval: 15_000,
  });
  if (campaign.data !== undefined) return <LoadedCampaign campaign={campaign.data} />;
  return (
    <div className="page">
      {campaign.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={campaign.error} onRetry={() => void campaign.refetch()} />
      )}
    </div>
  );
};

const LoadedCampaign = ({ campaign }: { readonly campaign: CampaignDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { rules, vehicles } = useJoinedVehicles(campaign);
  return (
    <div className="page">
      <PageHead
        title={
          <span className="row wrap">
            <SeverityTag severity={campaign.severity} />
            {textIn(campaign.signature.title, language)}
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10, marginTop: 4 }}>
            <Link to="/campaigns">{t('campaigns.back')}</Link>
            <CampaignState status={campaign.status} />
            <Chip>{t(`campaigns.kind.${campaign.signature.kind}`)}</Chip>
            <span className="mono faint">{campaign.signature.id}</span>
          </span>
        }
        extra={<Ways campaign={campaign} rule={rules[0]} />}
      />
      <div className="stack">
        <Numbers campaign={campaign} />
        <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 2fr)' }}>
          <CampaignSpread campaign={campaign} vehicles={vehicles} />
          <PeerGroups campaign={campaign} />
        </div>
        <CampaignVehicles campaign={campaign} vehicles={vehicles} rules={rules} />
      </div>
    </div>
  );
};

/** From the campaign to what it stands on. */
const Ways = ({ campaign, rule }: { readonly campaign: CampaignDetail; readonly rule: string | undefined }) => {
  const { t } = useTranslation();
  const { kind, id } = campaign.signature;
  return (
    <>
      {kind === 'signal' && (
        <Link to="/detectors" search={{ id }}>
          <Button>{t('campaigns.openDetector')}</Button>
        </Link>
      )}
      {rule !== undefined && (
        <>
          <Link to="/rules/$id" params={{ id: rule }}>
            <Button>{t('campaigns.openRule')}</Button>
          </Link>
          <Link to="/alerts" search={{ rule, status: 'all' }}>
            <Button type="primary">{t('campaigns.openAlerts')}</Button>
          </Link>
        </>
      )}
    </>
  );
};

const Numbers = ({ campaign }: { readonly campaign: CampaignDetail }) => {
  const { t } = useTranslation();
  const after = spanText(t, Math.max(0, Date.parse(campaign.openedAt) - Date.parse(campaign.firstSeen)));
  return (
    <div className="kpis">
      <Kpi
        label={t('campaigns.vehicles')}
        value={vehicleCount(t, campaign)}
        unit={t('campaigns.vehicleUnit')}
        tone={campaign.status === 'running' ? campaign.severity : 'info'}
        {...(campaign.estimated ? { note: t('campaigns.estimated') } : {})}
      />
      <Kpi
        label={t('campaigns.firstSeen')}
        value={<AgoText at={campaign.firstSeen} />}
        note={<TimeText at={campaign.firstSeen} />}
      />
      <Kpi
        label={t('campaigns.lastSeen')}
        value={<AgoText at={campaign.lastSeen} />}
        note={<TimeText at={campaign.lastSeen} />}
      />
      <Kpi
        label={t('campaigns.duration')}
        value={spanText(t, durationOf(campaign))}
        note={`${t('campaigns.window')} ${t('campaigns.hours', { count: campaign.windowHours })}`}
      />
      <Kpi
        label={t('campaigns.openedAt')}
        value={<AgoText at={campaign.openedAt} />}
        note={t('campaigns.openedNote', { after })}
      />
    </div>
  );
};

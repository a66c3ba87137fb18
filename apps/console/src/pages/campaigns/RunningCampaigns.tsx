import { watchPermissions } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { listCampaigns } from '../../api/watch.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/watch.css';
import { SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { vehicleCount } from './useCampaignColumns.tsx';

const SHOWN = 3;

/** The campaigns that run now, for the situation overview; nothing when there are none. */
export const RunningCampaigns = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['campaigns', 'running'],
    queryFn: ({ signal }) => listCampaigns({ status: 'running', sort: 'vehicles', limit: SHOWN }, signal),
    enabled: may(watchPermissions.read),
    refetchInterval: 15_000,
  });
  if (data === undefined || data.total === 0) return null;
  return (
    <section className="campaign-banner">
      <strong>{t('campaigns.bannerTitle', { count: data.total })}</strong>
      <div className="campaign-banner-list">
        {data.items.map((campaign) => (
          <Link key={campaign.id} to="/campaigns/$id" params={{ id: campaign.id }} className="campaign-banner-item">
            <SeverityTag severity={campaign.severity} />
            <span className="clip">{textIn(campaign.signature.title, language)}</span>
            <strong>{t('campaigns.bannerVehicles', { value: vehicleCount(t, campaign) })}</strong>
            <span className="faint">
              <AgoText at={campaign.lastSeen} />
            </span>
          </Link>
        ))}
      </div>
      <Link to="/campaigns" search={{ status: 'running' }}>
        {t('campaigns.bannerAll')}
      </Link>
    </section>
  );
};

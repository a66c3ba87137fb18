import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { intelPermissions } from '@chedun/intel/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listFeeds, listSightings, sightingHistory, sightingsUrl } from '../../api/intel.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi, PageHead } from '../../ui/Panel.tsx';
import { FeedsTab } from './FeedsTab.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { ImportsTab } from './ImportsTab.tsx';
import { IndicatorsTab } from './IndicatorsTab.tsx';
import { SightingsTab } from './SightingsTab.tsx';

const REFRESH_MS = 10_000;
const DAYS = 30;

/** 威胁情报: feeds, indicators, and where they were seen. */
export const IntelPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [importing, setImporting] = useState(false);
  const search = useSearch({ from: '/app/intel' });
  const tab = (key: string): void => void navigate({ to: '/intel', search: key === 'hits' ? {} : { tab: key } });
  const writes = may(intelPermissions.write);
  return (
    <div className="page">
      <PageHead
        title={t('nav.intel')}
        about={t('intel.about')}
        extra={
          <>
            <Button icon={<DownloadOutlined />} href={sightingsUrl()}>
              {t('intel.exportStix')}
            </Button>
            {writes && (
              <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
                {t('intel.importFile')}
              </Button>
            )}
          </>
        }
      />
      <Numbers />
      <Tabs
        destroyOnHidden
        activeKey={search.tab ?? 'hits'}
        onChange={tab}
        items={[
          { key: 'hits', label: t('intel.tabs.hits'), children: <SightingsTab /> },
          { key: 'indicators', label: t('intel.tabs.indicators'), children: <IndicatorsTab /> },
          { key: 'feeds', label: t('intel.tabs.feeds'), children: <FeedsTab /> },
          { key: 'imports', label: t('intel.tabs.imports'), children: <ImportsTab /> },
        ]}
      />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const Numbers = () => {
  const { t } = useTranslation();
  const feeds = useQuery({
    queryKey: ['intel-feeds'],
    queryFn: ({ signal }) => listFeeds(signal),
    refetchInterval: REFRESH_MS,
  });
  const sightings = useQuery({
    queryKey: ['intel-sightings', 'total'],
    queryFn: ({ signal }) => listSightings({}, signal),
    refetchInterval: REFRESH_MS,
  });
  const history = useQuery({
    queryKey: ['intel-history', DAYS, 'all'],
    queryFn: ({ signal }) => sightingHistory(DAYS, undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const on = (feeds.data?.items ?? []).filter(({ enabled }) => enabled);
  const bad = on.filter(({ state }) => state === 'failed' || state === 'stale').length;
  const events = (history.data?.points ?? []).reduce((sum, { count }) => sum + count, 0);
  const { matcher } = feeds.data ?? {};
  return (
    <div className="kpis">
      <Kpi
        label={t('intel.matcher')}
        value={formatCount(matcher?.indicators ?? 0)}
        note={t('intel.matcherNote', { mb: matcher?.megabytes ?? 0 })}
      />
      <Kpi
        label={t('intel.feedsOn')}
        value={formatCount(on.length)}
        note={
          bad > 0 ? t('intel.feedsBad', { count: bad }) : t(on.length === 0 ? 'intel.feedsNone' : 'intel.feedsGood')
        }
        {...(bad > 0 ? { tone: 'critical' } : {})}
      />
      <Kpi label={t('intel.hits')} value={formatCount(sightings.data?.total ?? 0)} />
      <Kpi label={t('intel.hitEvents')} value={formatCount(events)} />
    </div>
  );
};

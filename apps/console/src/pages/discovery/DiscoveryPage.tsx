import { ReloadOutlined, UploadOutlined } from '@ant-design/icons';
import { discoveryPermissions } from '@chedun/discovery/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDiscovery, runDiscovery } from '../../api/discovery.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ChangeList } from './ChangeList.tsx';
import { Coverage } from './Coverage.tsx';
import { DiscoveryKpis } from './DiscoveryKpis.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { OrphanList } from './OrphanList.tsx';
import { ThingList } from './ThingList.tsx';

/** 资产发现: what is really on the network, and how it differs from what is on record. */
export const DiscoveryPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/discovery' });
  const [importing, setImporting] = useState(false);
  const found = useQuery({ queryKey: ['discovery', 'summary'], queryFn: ({ signal }) => getDiscovery(signal) });
  const summary = found.data;
  const bring = may(discoveryPermissions.write) && (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
      {t('discovery.import')}
    </Button>
  );
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.discovery')}
        about={t('discovery.about')}
        extra={
          <>
            <RunButton />
            {bring}
          </>
        }
      />
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {summary === undefined ? (
        found.error === null && <Skeleton active />
      ) : (
        <>
          <DiscoveryKpis summary={summary} />
          {summary.sources.length > 0 && <Coverage summary={summary} />}
          <Tabs
            activeKey={tab ?? 'things'}
            destroyOnHidden
            onChange={(key) => void navigate({ to: '/discovery', search: key === 'things' ? {} : { tab: key } })}
            items={[
              { key: 'things', label: t('discovery.tabs.things'), children: <ThingList bring={bring} /> },
              { key: 'orphans', label: t('discovery.tabs.orphans'), children: <OrphanList summary={summary} /> },
              { key: 'changes', label: t('discovery.tabs.changes'), children: <ChangeList /> },
            ]}
          />
        </>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const RunButton = () => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: runDiscovery,
    onSuccess: async ({ observations, appeared, changes }) => {
      say.done(t('discovery.ran', { observations, appeared, changes }));
      await client.invalidateQueries({ queryKey: ['discovery'] });
    },
    onError: say.problem,
  });
  if (!may(discoveryPermissions.write)) return null;
  return (
    <Button icon={<ReloadOutlined />} loading={run.isPending} onClick={() => run.mutate()}>
      {t('discovery.run')}
    </Button>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { AssetFiles } from './AssetFiles.tsx';
import { HostList } from './HostList.tsx';
import { ServiceList } from './ServiceList.tsx';

/** 主机与服务: what the platforms of the carmaker run on. */
export const HostsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/hosts' });
  const kind = tab === 'services' ? 'service' : 'host';
  return (
    <div className="page">
      <PageHead title={t('nav.hosts')} about={t('hosts.about')} extra={<AssetFiles key={kind} kind={kind} />} />
      <Tabs
        activeKey={tab === 'services' ? 'services' : 'hosts'}
        onChange={(key) => void navigate({ to: '/hosts', search: { tab: key } })}
        items={[
          { key: 'hosts', label: t('hosts.hostsTab'), children: <HostList /> },
          { key: 'services', label: t('hosts.servicesTab'), children: <ServiceList /> },
        ]}
      />
    </div>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { CrlsTab } from './CrlsTab.tsx';
import { ListsTab } from './ListsTab.tsx';
import { ReportsTab } from './ReportsTab.tsx';
import { VerificationTab } from './VerificationTab.tsx';

/** 车路信任: lists of trust across companies, verification of messages, revocation. */
export const V2xTrustPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/v2x-trust' });
  return (
    <div className="page stack">
      <PageHead title={t('nav.roadTrust')} about={t('roadTrust.about')} />
      <Alert type="info" showIcon title={t('roadTrust.notCertified')} />
      <Tabs
        destroyOnHidden
        activeKey={tab ?? 'lists'}
        onChange={(key) => void navigate({ to: '/v2x-trust', search: key === 'lists' ? {} : { tab: key } })}
        items={[
          { key: 'lists', label: t('roadTrust.tabs.lists'), children: <ListsTab /> },
          { key: 'verification', label: t('roadTrust.tabs.verification'), children: <VerificationTab /> },
          { key: 'reports', label: t('roadTrust.tabs.reports'), children: <ReportsTab /> },
          { key: 'crls', label: t('roadTrust.tabs.crls'), children: <CrlsTab /> },
        ]}
      />
    </div>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { AssessmentsTab } from './AssessmentsTab.tsx';
import { CertificatesTab } from './CertificatesTab.tsx';
import { EndpointsTab } from './EndpointsTab.tsx';
import { InventoryTab } from './InventoryTab.tsx';
import { ProductsTab } from './ProductsTab.tsx';

/** 密码应用: what endpoints accept, where which cryptography is in use, and the assessments of it. */
export const CryptographyPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/cryptography' });
  return (
    <div className="page">
      <PageHead title={t('nav.cryptography')} about={t('cryptography.about')} />
      <Alert type="info" showIcon title={t('cryptography.notCertified')} />
      <Tabs
        activeKey={tab ?? 'endpoints'}
        onChange={(key) => void navigate({ to: '/cryptography', search: key === 'endpoints' ? {} : { tab: key } })}
        destroyOnHidden
        items={[
          { key: 'endpoints', label: t('cryptography.tabs.endpoints'), children: <EndpointsTab /> },
          { key: 'certificates', label: t('cryptography.tabs.certificates'), children: <CertificatesTab /> },
          { key: 'inventory', label: t('cryptography.tabs.inventory'), children: <InventoryTab /> },
          { key: 'products', label: t('cryptography.tabs.products'), children: <ProductsTab /> },
          { key: 'assessments', label: t('cryptography.tabs.assessments'), children: <AssessmentsTab /> },
        ]}
      />
    </div>
  );
};

import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { HierarchyView } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Segmented, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHierarchies } from '../../api/pseudonyms.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { BatchesTab } from './BatchesTab.tsx';
import { BuildDialog } from './BuildDialog.tsx';
import { CeremoniesTab } from './CeremoniesTab.tsx';
import { CeremonyPanel } from './CeremonyPanel.tsx';
import { CredentialsTab } from './CredentialsTab.tsx';
import { PseudonymKpis } from './PseudonymKpis.tsx';
import { RolesTab } from './RolesTab.tsx';
import { RevocationsTab } from './RevocationsTab.tsx';
import { VehiclesTab } from './VehiclesTab.tsx';
import '../../styles/pseudonyms.css';

const REFRESH_MS = 10_000;

/** 车载假名证书: authorities that know only their part, enrolment, batches, misbehaviour. */
export const PseudonymsPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [building, setBuilding] = useState(false);
  const [chosen, setChosen] = useState<HierarchyView['suite']>('cn');
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'hierarchies'],
    queryFn: ({ signal }) => listHierarchies(signal),
    refetchInterval: REFRESH_MS,
  });
  const items = data?.items ?? [];
  const shown = items.find(({ suite }) => suite === chosen) ?? items[0];
  const build = may(pseudonymsPermissions.ceremony) && items.length < 2 && (
    <Button type={items.length === 0 ? 'primary' : 'default'} icon={<PlusOutlined />} onClick={() => setBuilding(true)}>
      {t('pseudonyms.build')}
    </Button>
  );
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.pseudonyms')}
        about={t('pseudonyms.about')}
        extra={
          <>
            {items.length > 1 && (
              <Segmented
                value={shown?.suite ?? 'cn'}
                onChange={setChosen}
                options={items.map(({ suite }) => ({ value: suite, label: t(`pseudonyms.suiteOf.${suite}`) }))}
              />
            )}
            {build}
          </>
        }
      />
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && shown === undefined && (
        <>
          <Panel>
            <EmptyState title={t('pseudonyms.noHierarchy')} hint={t('pseudonyms.noHierarchyHint')} action={build} />
          </Panel>
          <CeremonyPanel />
        </>
      )}
      {shown !== undefined && <Shown hierarchy={shown} />}
      {building && <BuildDialog taken={items.map(({ suite }) => suite)} onClose={() => setBuilding(false)} />}
    </div>
  );
};

const Shown = ({ hierarchy }: { readonly hierarchy: HierarchyView }) => {
  const { t } = useTranslation();
  const { suite } = hierarchy;
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/pseudonyms' });
  return (
    <>
      <PseudonymKpis hierarchy={hierarchy} />
      {!hierarchy.annexesVerified && <Alert type="info" showIcon title={t('pseudonyms.notCertified')} />}
      <Tabs
        activeKey={tab ?? 'roles'}
        onChange={(key) => void navigate({ to: '/pseudonyms', search: key === 'roles' ? {} : { tab: key } })}
        tabBarExtraContent={
          <Button icon={<DownloadOutlined />} href={`/api/pseudonyms/lists/${suite}/newest`} download>
            {t('pseudonyms.download')}
          </Button>
        }
        items={[
          { key: 'roles', label: t('pseudonyms.tabs.roles'), children: <RolesTab hierarchy={hierarchy} /> },
          { key: 'vehicles', label: t('pseudonyms.tabs.vehicles'), children: <VehiclesTab suite={suite} /> },
          { key: 'batches', label: t('pseudonyms.tabs.batches'), children: <BatchesTab suite={suite} /> },
          { key: 'services', label: t('credentials.tabs.services'), children: <CredentialsTab suite={suite} /> },
          { key: 'ceremonies', label: t('credentials.tabs.ceremonies'), children: <CeremoniesTab suite={suite} /> },
          { key: 'revocations', label: t('pseudonyms.tabs.revocations'), children: <RevocationsTab suite={suite} /> },
        ]}
      />
    </>
  );
};

import { PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { certificatesPermissions } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Badge, Button, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listAuthorities, listCeremonies, listRequests } from '../../api/certificates.ts';
import { useMay } from '../../app/session.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { AuthoritiesTab } from './AuthoritiesTab.tsx';
import { BatchesTab } from './BatchesTab.tsx';
import { BindingsTab } from './BindingsTab.tsx';
import { CeremoniesTab } from './CeremoniesTab.tsx';
import { CertificateKpis } from './CertificateKpis.tsx';
import { CertificatesTab } from './CertificatesTab.tsx';
import { DevicesTab } from './DevicesTab.tsx';
import { IssueDialog } from './IssueDialog.tsx';
import { ProfilesTab } from './ProfilesTab.tsx';
import { RequestsTab } from './RequestsTab.tsx';
import { RootWizard } from './RootWizard.tsx';
import { SettingsTab } from './SettingsTab.tsx';
import '../../styles/certificates.css';

const REFRESH_MS = 10_000;

/** What several parts of the page look at. */
const useLists = () => {
  const authorities = useQuery({
    queryKey: ['certificates', 'authorities'],
    queryFn: ({ signal }) => listAuthorities(signal),
    refetchInterval: REFRESH_MS,
  });
  const requests = useQuery({
    queryKey: ['certificates', 'requests'],
    queryFn: ({ signal }) => listRequests(signal),
    refetchInterval: REFRESH_MS,
  });
  const ceremonies = useQuery({
    queryKey: ['certificates', 'ceremonies'],
    queryFn: ({ signal }) => listCeremonies(signal),
    refetchInterval: REFRESH_MS,
  });
  return { authorities, requests, ceremonies };
};

interface TabsProps {
  readonly setUp: ReactNode;
  readonly ask: ReactNode;
  readonly lists: ReturnType<typeof useLists>;
  readonly waiting: number;
  readonly proposed: number;
}

const CertificateTabs = ({ setUp, ask, lists, waiting, proposed }: TabsProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/certificates' });
  const counted = (key: 'requests' | 'ceremonies', count: number) => (
    <Badge count={count} size="small" offset={[8, -2]}>
      {t(`certificates.tabs.${key}`)}
    </Badge>
  );
  return (
    <Tabs
      activeKey={tab ?? 'authorities'}
      onChange={(key) => void navigate({ to: '/certificates', search: key === 'authorities' ? {} : { tab: key } })}
      items={[
        {
          key: 'authorities',
          label: t('certificates.tabs.authorities'),
          children: <AuthoritiesTab query={lists.authorities} setUp={setUp} proposed={proposed} />,
        },
        { key: 'list', label: t('certificates.tabs.list'), children: <CertificatesTab ask={ask} /> },
        {
          key: 'requests',
          label: counted('requests', waiting),
          children: <RequestsTab query={lists.requests} />,
        },
        { key: 'batches', label: t('certificates.tabs.batches'), children: <BatchesTab /> },
        { key: 'devices', label: t('certificates.tabs.devices'), children: <DevicesTab /> },
        { key: 'bindings', label: t('certificates.tabs.bindings'), children: <BindingsTab /> },
        { key: 'profiles', label: t('certificates.tabs.profiles'), children: <ProfilesTab /> },
        {
          key: 'ceremonies',
          label: counted('ceremonies', proposed),
          children: <CeremoniesTab query={lists.ceremonies} />,
        },
        { key: 'settings', label: t('certificates.tabs.settings'), children: <SettingsTab /> },
      ]}
    />
  );
};

/** 证书管理: authorities, certificates and their life, what waits for a second person, and the proof of it all. */
export const CertificatesPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState<'wizard' | 'issue'>();
  const { authorities, requests, ceremonies } = useLists();
  const items = authorities.data?.items;
  const waiting = (requests.data?.items ?? []).filter(({ state }) => state === 'waiting').length;
  const proposed = (ceremonies.data?.items ?? []).filter(({ state }) => state === 'proposed').length;
  const hasIssuing = (items ?? []).some(({ kind }) => kind === 'issuing');
  const setUp = may(certificatesPermissions.ceremony) && (
    <Button icon={<SafetyCertificateOutlined />} onClick={() => setOpened('wizard')}>
      {t('certificates.create')}
    </Button>
  );
  const ask = hasIssuing && may(certificatesPermissions.issue) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('issue')}>
      {t('certificates.issue')}
    </Button>
  );
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.certificates')}
        about={t('certificates.about')}
        extra={
          <>
            {setUp}
            {ask}
          </>
        }
      />
      <CertificateKpis authorities={items} waiting={waiting + proposed} />
      <Alert type="info" showIcon title={t('certificates.notCertified')} />
      <CertificateTabs
        setUp={setUp}
        ask={ask}
        lists={{ authorities, requests, ceremonies }}
        waiting={waiting}
        proposed={proposed}
      />
      {opened === 'wizard' && <RootWizard onClose={() => setOpened(undefined)} />}
      {opened === 'issue' && <IssueDialog onClose={() => setOpened(undefined)} />}
    </div>
  );
};

import { supervisionPermissions } from '@chedun/supervision/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getSettings } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/supervision.css';
import { PageHead } from '../../ui/Panel.tsx';
import { EnterprisesTab } from './EnterprisesTab.tsx';
import { InboxTab } from './InboxTab.tsx';
import { RegisterTab } from './RegisterTab.tsx';
import { StatisticsTab } from './StatisticsTab.tsx';
import { SupplementTab } from './SupplementTab.tsx';
import { UploadPackage } from './UploadPackage.tsx';

/** 监管侧: what enterprises hand in, who they are, what was numbered, how the work goes. */
export const SupervisionPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/supervision' });
  return (
    <div className="page">
      <PageHead
        title={t('nav.supervision')}
        about={t('supervision.about')}
        extra={may(supervisionPermissions.review) && <UploadPackage />}
      />
      <Notice />
      <Tabs
        activeKey={tab ?? 'inbox'}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/supervision', search: key === 'inbox' ? {} : { tab: key } })}
        items={[
          { key: 'inbox', label: t('supervision.tabs.inbox'), children: <InboxTab /> },
          { key: 'supplement', label: t('supervision.tabs.supplement'), children: <SupplementTab /> },
          { key: 'register', label: t('supervision.tabs.register'), children: <RegisterTab /> },
          { key: 'enterprises', label: t('supervision.tabs.enterprises'), children: <EnterprisesTab /> },
          { key: 'statistics', label: t('supervision.tabs.statistics'), children: <StatisticsTab /> },
        ]}
      />
    </div>
  );
};

const Notice = () => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['supervision', 'settings'], queryFn: ({ signal }) => getSettings(signal) });
  const named = found.data?.name !== '';
  return (
    <Alert
      type={named ? 'info' : 'warning'}
      showIcon
      title={t('supervision.noOfficial')}
      description={named ? undefined : t('supervision.unnamed')}
    />
  );
};

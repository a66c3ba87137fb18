import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import '../../styles/supervision.css';
import { PageHead } from '../../ui/Panel.tsx';
import { ExportsTab } from './ExportsTab.tsx';
import { IncidentsTab } from './IncidentsTab.tsx';
import { InspectionsTab } from './InspectionsTab.tsx';
import { NoticesTab } from './NoticesTab.tsx';
import { StatisticsTab } from './StatisticsTab.tsx';

/** 监管处置: the incident desk, notices and tasks, inspections, exports, and how the work goes. */
export const OversightPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/oversight' });
  return (
    <div className="page">
      <PageHead title={t('nav.oversight')} about={t('oversight.about')} />
      <Alert type="info" showIcon title={t('oversight.noOfficial')} />
      <Tabs
        activeKey={tab ?? 'incidents'}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/oversight', search: key === 'incidents' ? {} : { tab: key } })}
        items={[
          { key: 'incidents', label: t('oversight.tabs.incidents'), children: <IncidentsTab /> },
          { key: 'notices', label: t('oversight.tabs.notices'), children: <NoticesTab /> },
          { key: 'inspections', label: t('oversight.tabs.inspections'), children: <InspectionsTab /> },
          { key: 'exports', label: t('oversight.tabs.exports'), children: <ExportsTab /> },
          { key: 'statistics', label: t('oversight.tabs.statistics'), children: <StatisticsTab /> },
        ]}
      />
    </div>
  );
};

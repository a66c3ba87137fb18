import { filingPermissions } from '@chedun/filing/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.ts';
import '../../styles/filing.css';
import { PageHead } from '../../ui/Panel.tsx';
import { CasesTab } from './CasesTab.tsx';
import { ExchangeTab } from './ExchangeTab.tsx';
import { ProjectsTab } from './ProjectsTab.tsx';
import { UnitsTab } from './UnitsTab.tsx';

/** 定级备案: units, filings, gates of projects, exchange with the authority's side. */
export const FilingPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/filing' });
  return (
    <div className="page">
      <PageHead title={t('nav.filing')} about={t('filing.about')} />
      <Tabs
        activeKey={tab ?? 'units'}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/filing', search: key === 'units' ? {} : { tab: key } })}
        items={[
          { key: 'units', label: t('filing.tabs.units'), children: <UnitsTab /> },
          { key: 'cases', label: t('filing.tabs.cases'), children: <CasesTab /> },
          { key: 'projects', label: t('filing.tabs.projects'), children: <ProjectsTab /> },
          ...(may(filingPermissions.submit)
            ? [{ key: 'exchange', label: t('filing.tabs.exchange'), children: <ExchangeTab /> }]
            : []),
        ]}
      />
    </div>
  );
};

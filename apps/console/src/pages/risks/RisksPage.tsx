import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import '../../styles/risks.css';
import { PageHead } from '../../ui/Panel.tsx';
import { CoverageTab } from './CoverageTab.tsx';
import { RegisterTab } from './RegisterTab.tsx';
import { RunsTab } from './RunsTab.tsx';

/** 风险与评测: the register, tests and assessments of units, protection by level. */
export const RisksPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/risks' });
  return (
    <div className="page">
      <PageHead title={t('nav.risks')} about={t('risks.about')} />
      <Tabs
        activeKey={tab ?? 'register'}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/risks', search: key === 'register' ? {} : { tab: key } })}
        items={[
          { key: 'register', label: t('risks.tabs.register'), children: <RegisterTab /> },
          { key: 'runs', label: t('risks.tabs.runs'), children: <RunsTab /> },
          { key: 'coverage', label: t('risks.tabs.coverage'), children: <CoverageTab /> },
        ]}
      />
    </div>
  );
};

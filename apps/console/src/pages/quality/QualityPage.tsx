import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { DrillsTab } from './DrillsTab.tsx';
import { DuplicatesTab } from './DuplicatesTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { ProposalsTab } from './ProposalsTab.tsx';
import { ScoresTab } from './ScoresTab.tsx';
import { WhyNotTab } from './WhyNotTab.tsx';

/** 告警质量: how well rules do, what would make them quieter, and whether they raise alerts at all. */
export const QualityPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/quality' });
  return (
    <div className="page">
      <PageHead title={t('nav.quality')} about={t('quality.about')} />
      <Tabs
        activeKey={tab ?? 'scores'}
        onChange={(key) => void navigate({ to: '/quality', search: key === 'scores' ? {} : { tab: key } })}
        destroyOnHidden
        items={[
          { key: 'scores', label: t('quality.tabs.scores'), children: <ScoresTab /> },
          { key: 'proposals', label: t('quality.tabs.proposals'), children: <ProposalsTab /> },
          { key: 'exceptions', label: t('quality.tabs.exceptions'), children: <ExceptionsTab /> },
          { key: 'duplicates', label: t('quality.tabs.duplicates'), children: <DuplicatesTab /> },
          { key: 'drills', label: t('quality.tabs.drills'), children: <DrillsTab /> },
          { key: 'why', label: t('quality.tabs.why'), children: <WhyNotTab /> },
        ]}
      />
    </div>
  );
};

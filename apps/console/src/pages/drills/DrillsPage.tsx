import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { DrillSearch } from '../../app/searchParams.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { ReviewTable } from './ReviewTable.tsx';
import { RunTable } from './RunTable.tsx';
import { ScenarioCards } from './ScenarioCards.tsx';

/** 应急演练: scenarios and drills, after-action reviews, the emergency plan. */
export const DrillsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/drills' });
  return (
    <div className="page stack">
      <PageHead title={t('nav.drills')} about={t('drills.about')} />
      <Tabs
        activeKey={tab ?? 'runs'}
        onChange={(key) =>
          void navigate({ to: '/drills', search: DrillSearch.parse({ tab: key === 'runs' ? undefined : key }) })
        }
        items={[
          {
            key: 'runs',
            label: t('drills.tabs.runs'),
            children: (
              <div className="stack">
                <ScenarioCards />
                <RunTable />
              </div>
            ),
          },
          { key: 'reviews', label: t('drills.tabs.reviews'), children: <ReviewTable /> },
          { key: 'plan', label: t('drills.tabs.plan'), children: <PlanPanel /> },
        ]}
      />
    </div>
  );
};

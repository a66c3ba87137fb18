import { trainingPermissions } from '@chedun/training/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { CoursesTab } from './CoursesTab.tsx';
import { MineTab } from './MineTab.tsx';

/** 教育培训: courses of the reader, and what keeps them. */
export const TrainingPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { tab } = useSearch({ from: '/app/training' });
  const navigate = useNavigate();
  const items = [
    { key: 'mine', label: t('training.tabs.mine'), children: <MineTab /> },
    ...(may(trainingPermissions.write)
      ? [{ key: 'courses', label: t('training.tabs.courses'), children: <CoursesTab /> }]
      : []),
  ];
  return (
    <div className="page">
      <PageHead title={t('nav.training')} about={t('training.about')} />
      <Tabs
        activeKey={tab ?? 'mine'}
        onChange={(key) => void navigate({ to: '/training', search: key === 'courses' ? { tab: 'courses' } : {} })}
        destroyOnHidden
        items={items}
      />
    </div>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { CaptureList } from './CaptureList.tsx';
import { DbcTab } from './models/DbcTab.tsx';
import { ModelsTab } from './models/ModelsTab.tsx';
import { UnregisteredHosts } from './UnregisteredHosts.tsx';

/** 抓包与记录: recordings that people upload, what was learned from them, and what they showed. */
export const CapturesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/captures' });
  return (
    <div className="page">
      <PageHead title={t('nav.captures')} about={t('captures.about')} />
      <Tabs
        activeKey={tab ?? 'list'}
        onChange={(key) => void navigate({ to: '/captures', search: key === 'list' ? {} : { tab: key } })}
        items={[
          { key: 'list', label: t('captures.listTab'), children: <CaptureList /> },
          { key: 'models', label: t('captures.modelsTab'), children: <ModelsTab /> },
          { key: 'dbc', label: t('captures.dbcTab'), children: <DbcTab /> },
          { key: 'hosts', label: t('captures.unregisteredTab'), children: <UnregisteredHosts /> },
        ]}
      />
    </div>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import '../../styles/posture.css';
import { PageHead } from '../../ui/Panel.tsx';
import { AssetsTab } from './AssetsTab.tsx';
import { AttestationsTab } from './AttestationsTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { PostureActions } from './PostureActions.tsx';
import { WallTab } from './WallTab.tsx';

/** 合规态势: which obligations of the notice are met, as the evidence says. */
export const PosturePage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/posture' });
  return (
    <div className="page posture-page">
      <PageHead title={t('nav.posture')} about={t('posture.about')} extra={<PostureActions />} />
      <Tabs
        activeKey={tab ?? 'wall'}
        onChange={(key) => void navigate({ to: '/posture', search: key === 'wall' ? {} : { tab: key } })}
        destroyOnHidden
        items={[
          { key: 'wall', label: t('obligations.tabs.wall'), children: <WallTab /> },
          { key: 'attestations', label: t('obligations.tabs.attestations'), children: <AttestationsTab /> },
          { key: 'exceptions', label: t('obligations.tabs.exceptions'), children: <ExceptionsTab /> },
          { key: 'assets', label: t('obligations.tabs.assets'), children: <AssetsTab /> },
        ]}
      />
    </div>
  );
};

import { WarningSearch } from '../../app/searchParams.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { ChannelsTab } from './ChannelsTab.tsx';
import { DeliveriesTab } from './DeliveriesTab.tsx';
import { PacketsTab } from './PacketsTab.tsx';
import { PolicyTab } from './PolicyTab.tsx';
import { RiskTab } from './RiskTab.tsx';
import { WarningActions } from './WarningActions.tsx';
import { WarningBoard } from './WarningBoard.tsx';
import { WarningList } from './WarningList.tsx';
import '../../styles/warnings.css';

/** 预警: what is in force, what it stands on, and whom it reaches. */
export const WarningsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/warnings' });
  return (
    <div className="page">
      <PageHead title={t('nav.warnings')} about={t('warnings.about')} extra={<WarningActions />} />
      <WarningBoard />
      <Tabs
        activeKey={tab ?? 'list'}
        onChange={(key) => void navigate({ to: '/warnings', search: WarningSearch.parse({ tab: key }) })}
        destroyOnHidden
        items={[
          { key: 'list', label: t('warnings.tabs.list'), children: <WarningList /> },
          { key: 'risk', label: t('warnings.tabs.risk'), children: <RiskTab /> },
          { key: 'channels', label: t('warnings.tabs.channels'), children: <ChannelsTab /> },
          { key: 'deliveries', label: t('warnings.tabs.deliveries'), children: <DeliveriesTab /> },
          { key: 'packets', label: t('warnings.tabs.packets'), children: <PacketsTab /> },
          { key: 'policy', label: t('warnings.tabs.policy'), children: <PolicyTab /> },
        ]}
      />
    </div>
  );
};

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../../app/session.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { AccountTab } from './AccountTab.tsx';
import { DisplayTab } from './DisplayTab.tsx';
import { PolicyTab } from './PolicyTab.tsx';
import { SystemTab } from './SystemTab.tsx';

/** 设置: how the console looks to one person, their account, and the rules of signing in. */
export const SettingsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isGuest = useIsGuest();
  const { tab } = useSearch({ from: '/app/settings' });
  return (
    <div className="page">
      <PageHead title={t('nav.settings')} about={t('settings.about')} />
      <Tabs
        activeKey={tab ?? 'display'}
        onChange={(key) => void navigate({ to: '/settings', search: { tab: key } })}
        items={[
          { key: 'display', label: t('settings.tabDisplay'), children: <DisplayTab /> },
          { key: 'account', label: t('settings.tabAccount'), children: <AccountTab /> },
          ...(isGuest
            ? []
            : [
                { key: 'policy', label: t('settings.tabPolicy'), children: <PolicyTab /> },
                { key: 'system', label: t('settings.tabSystem'), children: <SystemTab /> },
              ]),
        ]}
      />
    </div>
  );
};

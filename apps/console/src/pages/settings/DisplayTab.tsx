import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { NAVIGATION } from '../../app/navigation.tsx';
import { useMay } from '../../app/session.ts';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import type { Preferences } from '../../app/preferences.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';

/** Language, appearance, time zone and the shortcuts. */
export const DisplayTab = () => {
  const { t } = useTranslation();
  const { language, theme, zone } = usePreferences();
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', alignItems: 'start' }}>
      <Panel title={t('settings.tabDisplay')}>
        <Facts
          items={[
            [
              t('settings.language'),
              <Segmented<Preferences['language']>
                key="language"
                value={language}
                onChange={(value) => setPreferences({ language: value })}
                options={[
                  { value: 'zh-CN', label: '简体中文' },
                  { value: 'en', label: 'English' },
                ]}
              />,
            ],
            [
              t('settings.theme'),
              <Segmented<Preferences['theme']>
                key="theme"
                value={theme}
                onChange={(value) => setPreferences({ theme: value })}
                options={(['system', 'light', 'dark'] as const).map((value) => ({
                  value,
                  label: t(`settings.themeOf.${value}`),
                }))}
              />,
            ],
            [
              t('settings.zone'),
              <Segmented<Preferences['zone']>
                key="zone"
                value={zone}
                onChange={(value) => setPreferences({ zone: value })}
                options={(['beijing', 'local'] as const).map((value) => ({
                  value,
                  label: t(`settings.zoneOf.${value}`),
                }))}
              />,
            ],
          ]}
        />
      </Panel>
      <Shortcuts />
    </div>
  );
};

const Shortcuts = () => {
  const { t } = useTranslation();
  const may = useMay();
  const pages = NAVIGATION.flatMap(({ items }) => items).filter(
    ({ hotkey, permission }) => hotkey !== undefined && (permission === undefined || may(permission)),
  );
  return (
    <Panel title={t('settings.shortcuts')} hint={t('settings.shortcutGo')}>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '6px 24px' }}>
        <span className="row">
          <span className="key-hint">/</span> {t('settings.shortcutSearch')}
        </span>
        {pages.map((page) => (
          <span key={page.key} className="row">
            <span className="key-hint">g {page.hotkey}</span> {t(`nav.${page.key}`)}
          </span>
        ))}
      </div>
    </Panel>
  );
};

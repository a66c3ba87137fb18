import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/noto-sans-sc';
import './styles/base.css';
import './styles/shell.css';
import './styles/ui.css';
import './styles/pages.css';
import './styles/captures.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { usePreferences } from './app/preferences.ts';
import { queryClient } from './app/query.ts';
import { router } from './app/router.tsx';
import { i18n } from './i18n/index.ts';
import { antdTheme } from './theme/antd.ts';
import { useDocumentTheme } from './theme/useTheme.ts';

const Console = () => {
  const theme = useDocumentTheme();
  const { language } = usePreferences();
  useEffect(() => {
    document.documentElement.lang = language;
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
    void i18n.changeLanguage(language);
  }, [language]);
  return (
    <ConfigProvider
      theme={antdTheme(theme)}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <App style={{ height: '100%' }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
};

const element = document.getElementById('root');
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}

import { BulbOutlined, GlobalOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { searchPermissions } from '@chedun/search/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Input, Tooltip } from 'antd';
import type { InputRef } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/identity.ts';
import { useThemeName } from '../theme/useTheme.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import { queryClient } from './query.ts';
import { useMay, useMe } from './session.ts';
import { useHotkeys } from './useHotkeys.ts';

/** The bar above every page: search everywhere, language, face, and the person. */
export const TopBar = () => {
  const may = useMay();
  return (
    <header className="top">
      {may(searchPermissions.read) ? <GlobalSearch /> : <span />}
      <span className="grow" />
      <LanguageButton />
      <FaceButton />
      <PersonMenu />
    </header>
  );
};

const GlobalSearch = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  useHotkeys(useCallback(() => input.current?.focus({ cursor: 'all' }), []));
  const go = (): void => {
    if (text.trim() === '') return;
    void navigate({ to: '/search', search: { q: text.trim() } });
    setText('');
    input.current?.blur();
  };
  return (
    <Input
      ref={input}
      className="top-search"
      prefix={<SearchOutlined className="faint" />}
      suffix={<span className="key-hint">/</span>}
      placeholder={t('shell.searchPlaceholder')}
      aria-label={t('shell.searchPlaceholder')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={go}
    />
  );
};

/** Switches between the two languages. */
export const LanguageButton = () => {
  const { language } = usePreferences();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => setPreferences({ language: other })}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
};

/** Switches between the light and the dark face. */
export const FaceButton = () => {
  const { t } = useTranslation();
  const theme = useThemeName();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip title={t(`shell.face.${other}`)}>
      <Button
        type="text"
        icon={<BulbOutlined />}
        aria-label={t(`shell.face.${other}`)}
        onClick={() => setPreferences({ theme: other })}
      />
    </Tooltip>
  );
};

const PersonMenu = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const person = useMe();
  const leave = useMutation({
    mutationFn: signOut,
    onSettled: () => {
      queryClient.clear();
      void navigate({ to: '/sign-in' });
    },
  });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'settings', label: t('nav.settings'), onClick: () => void navigate({ to: '/settings' }) },
          { type: 'divider' },
          { key: 'leave', label: t('auth.signOut'), onClick: () => leave.mutate() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />}>
        {person?.displayName ?? ''}
      </Button>
    </Dropdown>
  );
};

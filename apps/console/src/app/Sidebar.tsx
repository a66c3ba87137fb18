import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Link, useLocation } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../ui/Mark.tsx';
import { visibleNavigation } from './navigation.tsx';
import type { NavItem } from './navigation.tsx';
import { setPreferences, usePreferences } from './preferences.ts';
import { GuestNav } from './GuestNav.tsx';
import { useIsGuest, useMay } from './session.ts';

/** The sidebar: the product's name and the pages that the person may open. */
export const Sidebar = () => {
  const { t } = useTranslation();
  const may = useMay();
  const isGuest = useIsGuest();
  const { sideFolded } = usePreferences();
  const list = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    list.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return (
    <nav className="side" aria-label={t('shell.navigation')}>
      <Link to="/" className="side-brand">
        <Mark size={26} />
        {!sideFolded && (
          <span>
            车盾 <small>CheDun</small>
          </span>
        )}
      </Link>
      <div className="side-nav" ref={list}>
        {isGuest && <GuestNav folded={sideFolded} />}
        {(isGuest ? [] : visibleNavigation(may)).map((group) => (
          <div key={group.key}>
            <div className="side-group">{t(`nav.group.${group.key}`)}</div>
            {group.items.map((entry) => (
              <SideLink key={entry.key} entry={entry} folded={sideFolded} />
            ))}
          </div>
        ))}
      </div>
      <div className="side-foot">
        <button type="button" className="side-link" onClick={() => setPreferences({ sideFolded: !sideFolded })}>
          {sideFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          {!sideFolded && <span>{t('shell.fold')}</span>}
        </button>
      </div>
    </nav>
  );
};

const SideLink = ({ entry, folded }: { readonly entry: NavItem; readonly folded: boolean }) => {
  const { t } = useTranslation();
  const title = t(`nav.${entry.key}`);
  return (
    <Tooltip title={folded ? title : undefined} placement="right">
      <Link
        to={entry.to}
        className="side-link"
        activeProps={{ 'data-status': 'active' }}
        activeOptions={{ exact: entry.to === '/', includeSearch: false }}
      >
        {entry.icon}
        {!folded && <span>{title}</span>}
      </Link>
    </Tooltip>
  );
};

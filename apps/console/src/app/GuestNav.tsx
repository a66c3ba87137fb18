import { AuditOutlined, FileSearchOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine } from './guest.ts';

interface EntryProps {
  readonly to: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly folded: boolean;
}

const Entry = ({ to, icon, title, folded }: EntryProps) => (
  <Link
    to={to}
    className="side-link"
    preload={false}
    activeOptions={{ exact: true }}
    activeProps={{ 'data-status': 'active' }}
  >
    {icon}
    {!folded && <span>{title}</span>}
  </Link>
);

/** The menu of a guest: his inspection, and the pages that it opens now. */
export const GuestNav = ({ folded }: { readonly folded: boolean }) => {
  const { t } = useTranslation();
  const { current } = useMine();
  const links = (current?.pages ?? []).flatMap(({ kind, links: its }) => its.map((link) => ({ kind, ...link })));
  return (
    <div>
      <div className="side-group">{t('inspectionAccess.mine')}</div>
      <Entry to="/my-inspection" icon={<AuditOutlined />} title={t('inspectionAccess.mine')} folded={folded} />
      {links.map(({ to, label, kind }) => (
        <Entry
          key={to}
          to={to}
          icon={<FileSearchOutlined />}
          title={label === '' ? t(`inspectionAccess.kind.${kind}`) : label}
          folded={folded}
        />
      ))}
    </div>
  );
};

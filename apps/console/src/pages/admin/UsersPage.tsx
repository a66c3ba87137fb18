import { PlusOutlined } from '@ant-design/icons';
import { identityPermissions } from '@chedun/identity/contract';
import type { User } from '@chedun/identity/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listUsers } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { CreateUserDialog, OneTimePassword } from './CreateUserDialog.tsx';
import type { Issued } from './CreateUserDialog.tsx';
import { RolesTab } from './RolesTab.tsx';
import { UserActions } from './UserActions.tsx';

const STATUS_TONE = { active: 'good', locked: 'high', disabled: 'info' } as const;

/** 用户与角色: who may use the product, with which roles. */
export const UsersPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { tab } = useSearch({ from: '/app/users' });
  const [creating, setCreating] = useState(false);
  const [issued, setIssued] = useState<Issued>();
  return (
    <div className="page">
      <PageHead
        title={t('nav.users')}
        about={t('users.about')}
        extra={
          may(identityPermissions.usersWrite) && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('users.create')}
            </Button>
          )
        }
      />
      <Tabs
        activeKey={tab ?? 'users'}
        onChange={(key) => void navigate({ to: '/users', search: { tab: key } })}
        items={[
          { key: 'users', label: t('users.tabUsers'), children: <UserList onIssued={setIssued} /> },
          { key: 'roles', label: t('users.tabRoles'), children: <RolesTab /> },
        ]}
      />
      {creating && <CreateUserDialog onClose={() => setCreating(false)} onIssued={setIssued} />}
      {issued !== undefined && <OneTimePassword issued={issued} onClose={() => setIssued(undefined)} />}
    </div>
  );
};

const UserList = ({ onIssued }: { readonly onIssued: (issued: Issued) => void }) => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const list = useCursorList(['users', find], (cursor, signal) => listUsers({ q: find, cursor }, signal));
  const columns = useUserColumns(onIssued);
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 240 }}
          placeholder={t('users.findPlaceholder')}
          onSearch={(text) => setFind(text.trim() === '' ? undefined : text.trim())}
        />
      </div>
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        exportName="chedun-users"
        minWidth={1000}
        empty={<EmptyState title={t('users.empty')} hint={t('users.emptyHint')} />}
      />
    </Panel>
  );
};

const useUserColumns = (onIssued: (issued: Issued) => void): readonly Column<User>[] => {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('users.name'),
      width: 170,
      render: (row) => <strong className="mono">{row.name}</strong>,
      value: (row) => row.name,
    },
    {
      key: 'display',
      title: t('users.displayName'),
      width: 170,
      clip: 'clip',
      render: (row) => row.displayName,
      value: (row) => row.displayName,
    },
    {
      key: 'status',
      title: t('users.status'),
      width: 100,
      render: (row) => <StateDot tone={STATUS_TONE[row.status]}>{t(`users.statusOf.${row.status}`)}</StateDot>,
      value: (row) => t(`users.statusOf.${row.status}`),
    },
    {
      key: 'roles',
      title: t('users.roles'),
      render: (row) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {row.roles.length === 0 && <span className="faint">{t('users.noRoles')}</span>}
          {row.roles.map((role) => (
            <Chip key={role}>{t(`role.${role}`)}</Chip>
          ))}
        </span>
      ),
      value: (row) => row.roles.map((role) => t(`role.${role}`)).join(' '),
    },
    {
      key: 'factor',
      title: t('users.secondFactor'),
      width: 110,
      render: (row) =>
        row.secondFactor ? t('users.secondFactorOn') : <span className="faint">{t('users.secondFactorOff')}</span>,
      value: (row) => (row.secondFactor ? t('common.yes') : t('common.no')),
    },
    {
      key: 'last',
      title: t('users.lastSignIn'),
      width: 130,
      render: (row) => <AgoText at={row.lastSignInAt} />,
      value: (row) => row.lastSignInAt ?? '',
    },
    {
      key: 'actions',
      title: t('common.actions'),
      width: 150,
      render: (row) => <UserActions user={row} onIssued={onIssued} />,
    },
  ];
};

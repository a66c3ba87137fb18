import { PlusOutlined } from '@ant-design/icons';
import { identityPermissions } from '@chedun/identity/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listUsers } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { CreateUserDialog, OneTimePassword } from './CreateUserDialog.tsx';
import type { Issued } from './CreateUserDialog.tsx';
import { RolesTab } from './RolesTab.tsx';
import { userColumns } from './userColumns.tsx';

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
  const columns = useMemo(() => userColumns(t, onIssued), [t, onIssued]);
  return (
    <Panel body="flush">
      <FindBox placeholder={t('users.findPlaceholder')} onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        exportName="chedun-users"
        minWidth={1000}
        sorting="none"
        empty={<EmptyState title={t('users.empty')} hint={t('users.emptyHint')} />}
      />
    </Panel>
  );
};

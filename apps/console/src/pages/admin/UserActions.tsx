import { DownOutlined } from '@ant-design/icons';
import { ADMINISTRATOR_ROLES, RoleId, identityPermissions } from '@chedun/identity/contract';
import type { User } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  grantRoles,
  removeSecondFactorOf,
  resetPassword,
  signOutUser,
  unlockUser,
  updateUser,
} from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';
import type { Issued } from './CreateUserDialog.tsx';

interface UserActionsProps {
  readonly user: User;
  readonly onIssued: (issued: Issued) => void;
}

/** What the present administrator may do with an account. */
export const UserActions = ({ user, onIssued }: UserActionsProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const [granting, setGranting] = useState(false);
  const items = useMenu(user, onIssued);
  return (
    <span className="row" style={{ gap: 4 }}>
      {may(identityPermissions.rolesGrant) && (
        <Button size="small" onClick={() => setGranting(true)}>
          {t('users.grant')}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: items.map((item) => ({ ...item })) }}>
          <Button size="small" icon={<DownOutlined />} iconPlacement="end">
            {t('common.actions')}
          </Button>
        </Dropdown>
      )}
      {granting && <GrantDialog user={user} onClose={() => setGranting(false)} />}
    </span>
  );
};

interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

const useMenu = (user: User, onIssued: (issued: Issued) => void): readonly MenuItem[] => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const { modal } = App.useApp();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => {
      say.done(t('users.done'));
      void client.invalidateQueries({ queryKey: ['users'] });
    },
    onError: say.problem,
  });
  const ask = (question: string, work: () => Promise<unknown>): void =>
    void modal.confirm({
      title: question,
      okText: t('common.confirm'),
      cancelText: t('common.cancel'),
      onOk: () => run.mutate(work),
    });
  const reset = async (): Promise<void> => {
    const { oneTimePassword } = await resetPassword(user.id);
    onIssued({ name: user.displayName, password: oneTimePassword });
  };
  const name = user.displayName;
  const disabled = user.status === 'disabled';
  const accountItems: readonly MenuItem[] = [
    ...(user.status === 'locked'
      ? [{ key: 'unlock', label: t('users.unlock'), onClick: () => run.mutate(() => unlockUser(user.id)) }]
      : []),
    { key: 'reset', label: t('users.reset'), onClick: () => ask(t('users.confirmReset', { name }), reset) },
    disabled
      ? {
          key: 'enable',
          label: t('users.enable'),
          onClick: () => run.mutate(() => updateUser(user.id, { disabled: false })),
        }
      : {
          key: 'disable',
          label: t('users.disable'),
          danger: true,
          onClick: () => ask(t('users.confirmDisable', { name }), () => updateUser(user.id, { disabled: true })),
        },
  ];
  return [
    ...(may(identityPermissions.usersWrite) ? accountItems : []),
    ...(may(identityPermissions.sessionsRevoke)
      ? [{ key: 'sign-out', label: t('users.signOut'), onClick: () => run.mutate(() => signOutUser(user.id)) }]
      : []),
    ...(may(identityPermissions.policyWrite) && user.secondFactor
      ? [
          {
            key: 'factor',
            label: t('users.removeFactor'),
            onClick: () => run.mutate(() => removeSecondFactorOf(user.id)),
          },
        ]
      : []),
  ];
};

const isAdministrator = (role: RoleId): boolean => (ADMINISTRATOR_ROLES as readonly RoleId[]).includes(role);

const GrantDialog = ({ user, onClose }: { readonly user: User; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [roles, setRoles] = useState<readonly RoleId[]>(user.roles);
  const exclusive = roles.some(isAdministrator);
  const save = useMutation({
    mutationFn: () => grantRoles(user.id, roles),
    onSuccess: () => {
      say.done(t('common.saved'));
      void client.invalidateQueries({ queryKey: ['users'] });
      void client.invalidateQueries({ queryKey: ['roles'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={`${t('users.grant')} · ${user.displayName}`}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => save.mutate()}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Select<RoleId[]>
          mode="multiple"
          aria-label={t('users.roles')}
          value={[...roles]}
          onChange={setRoles}
          options={RoleId.options.map((value) => ({
            value,
            label: t(`role.${value}`),
            disabled: !roles.includes(value) && (exclusive || (roles.length > 0 && isAdministrator(value))),
          }))}
        />
        <span className="soft">{t('users.grantHint')}</span>
      </div>
    </Modal>
  );
};

import { DownOutlined } from '@ant-design/icons';
import { identityPermissions } from '@chedun/identity/contract';
import type { User } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeSecondFactorOf, resetPassword, signOutUser, unlockUser, updateUser } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';
import type { Issued } from './CreateUserDialog.tsx';
import { GrantDialog } from './GrantDialog.tsx';

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
            {t('common.more')}
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

const useRun = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => {
      say.done(t('users.done'));
      void client.invalidateQueries({ queryKey: ['users'] });
    },
    onError: say.problem,
  });
};

const useMenu = (user: User, onIssued: (issued: Issued) => void): readonly MenuItem[] => {
  const { t } = useTranslation();
  const may = useMay();
  const { modal } = App.useApp();
  const run = useRun();
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

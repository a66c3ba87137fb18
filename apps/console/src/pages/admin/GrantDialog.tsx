import { ADMINISTRATOR_ROLES, RoleId } from '@chedun/identity/contract';
import type { User } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { grantRoles } from '../../api/identity.ts';
import { useSay } from '../../ui/useSay.ts';

const isAdministrator = (role: RoleId): boolean => (ADMINISTRATOR_ROLES as readonly RoleId[]).includes(role);

/** Grants roles to an account; an administrator role excludes all others. */
export const GrantDialog = ({ user, onClose }: { readonly user: User; readonly onClose: () => void }) => {
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

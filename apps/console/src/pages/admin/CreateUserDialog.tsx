import type { CreateUser } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { createUser } from '../../api/identity.ts';
import { SecretLines } from '../../ui/Secret.tsx';
import { useSay } from '../../ui/useSay.ts';

/** A one-time password that was just made. */
export interface Issued {
  readonly name: string;
  readonly password: string;
}

interface CreateUserDialogProps {
  readonly onClose: () => void;
  readonly onIssued: (issued: Issued) => void;
}

/** Creates an account; its one-time password is shown afterwards, once. */
export const CreateUserDialog = ({ onClose, onIssued }: CreateUserDialogProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<z.input<typeof CreateUser>>();
  const create = useMutation({
    mutationFn: createUser,
    onSuccess: ({ user, oneTimePassword }) => {
      void client.invalidateQueries({ queryKey: ['users'] });
      onIssued({ name: user.displayName, password: oneTimePassword });
      onClose();
    },
    onError: say.problem,
  });
  const required = { required: true, message: t('common.required') };
  return (
    <Modal
      open
      title={t('users.create')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" onFinish={(typed) => create.mutate(typed)} style={{ marginTop: 12 }}>
        <Form.Item
          name="name"
          label={t('users.name')}
          extra={t('setup.nameRule')}
          rules={[required, { pattern: /^[a-z][a-z0-9._-]{1,31}$/, message: t('setup.nameRule') }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="displayName" label={t('users.displayName')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

/** Shows a one-time password, once. */
export const OneTimePassword = ({ issued, onClose }: { readonly issued: Issued; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t('users.passwordTitle')}
      okText={t('common.close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={onClose}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('users.passwordAbout', { name: issued.name })}</span>
        <SecretLines lines={[issued.password]} fileName="chedun-password.txt" />
      </div>
    </Modal>
  );
};

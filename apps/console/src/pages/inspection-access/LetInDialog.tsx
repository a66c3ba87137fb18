import type { AccessLine } from '@chedun/inspection-access/contract';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { letIn, listGuests } from '../../api/inspectionAccess.ts';
import { OneTimePassword } from '../admin/CreateUserDialog.tsx';
import { useChange } from './useChange.ts';

interface Typed {
  readonly kind: 'new' | 'existing';
  readonly login?: string;
  readonly account?: string;
}
interface Props {
  readonly id: string;
  readonly inspector: AccessLine['inspectors'][number];
  readonly onClose: () => void;
}

const AccountFields = ({ kind }: Pick<Typed, 'kind'>) => {
  const { t } = useTranslation();
  const guests = useQuery({
    queryKey: ['inspection-access', 'guests'],
    queryFn: ({ signal }) => listGuests(signal),
    enabled: kind === 'existing',
  });
  const required = { required: true, message: t('common.required') };
  if (kind === 'existing')
    return (
      <Form.Item name="account" label={t('inspectionAccess.existingAccount')} rules={[required]}>
        <Select options={(guests.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    );
  return (
    <Form.Item
      name="login"
      label={t('inspectionAccess.login')}
      extra={t('setup.nameRule')}
      rules={[required, { pattern: /^[a-z][a-z0-9._-]{1,31}$/, message: t('setup.nameRule') }]}
    >
      <Input autoComplete="off" />
    </Form.Item>
  );
};

/** Lets one named inspector in; a new account's password is shown once. */
export const LetInDialog = ({ id, inspector, onClose }: Props) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const [kind, setKind] = useState<Typed['kind']>('new');
  const [password, setPassword] = useState<string>();
  const admit = useChange(
    ({ login = '', account = '' }: Typed) =>
      letIn(id, inspector.position, {
        account: kind === 'new' ? { kind, login } : { kind, id: account },
      }),
    t('inspectionAccess.isIn'),
    ({ oneTimePassword }) => (oneTimePassword === null ? onClose() : setPassword(oneTimePassword)),
  );
  if (password !== undefined) return <OneTimePassword issued={{ name: inspector.name, password }} onClose={onClose} />;
  return (
    <Modal
      open
      title={t('inspectionAccess.letInTitle', { name: inspector.name })}
      okText={t('inspectionAccess.letIn')}
      confirmLoading={admit.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="soft">{t('inspectionAccess.letInAbout')}</p>
      <Form form={form} layout="vertical" onFinish={(typed) => admit.mutate(typed)}>
        <Form.Item>
          <Radio.Group
            value={kind}
            onChange={({ target }) => setKind(target.value as Typed['kind'])}
            options={[
              { value: 'new', label: t('inspectionAccess.newAccount') },
              { value: 'existing', label: t('inspectionAccess.existingAccount') },
            ]}
          />
        </Form.Item>
        <AccountFields kind={kind} />
      </Form>
    </Modal>
  );
};

import type { CreateToken } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { createToken } from '../../api/identity.ts';
import { useMe } from '../../app/session.ts';
import { SecretLines } from '../../ui/Secret.tsx';
import { useSay } from '../../ui/useSay.ts';
import { usePermissionTitles } from './usePermissionTitles.ts';

const MAX_DAYS = 366;

/** Makes a token and shows its secret, once. */
export const CreateTokenDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<z.input<typeof CreateToken>>();
  const create = useMutation({
    mutationFn: createToken,
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: say.problem,
  });
  const secret = create.data?.secret;
  return (
    <Modal
      open
      title={secret === undefined ? t('tokens.create') : t('tokens.secretTitle')}
      okText={secret === undefined ? t('common.save') : t('common.close')}
      cancelText={t('common.cancel')}
      cancelButtonProps={secret === undefined ? {} : { style: { display: 'none' } }}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={secret === undefined ? form.submit : onClose}
    >
      {secret === undefined ? (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ days: 180 }}
          onFinish={(typed) => create.mutate(typed)}
          style={{ marginTop: 12 }}
        >
          <TokenFields />
        </Form>
      ) : (
        <div className="stack" style={{ margin: '12px 0' }}>
          <span>{t('tokens.secretAbout')}</span>
          <SecretLines lines={[secret]} fileName="chedun-token.txt" />
        </div>
      )}
    </Modal>
  );
};

const TokenFields = () => {
  const { t } = useTranslation();
  const options = useScopeOptions();
  const required = { required: true, message: t('common.required') };
  return (
    <>
      <Form.Item name="name" label={t('tokens.name')} rules={[required]}>
        <Input autoFocus maxLength={64} placeholder="tsp-gateway" />
      </Form.Item>
      <Form.Item name="scopes" label={t('tokens.scopes')} rules={[required]}>
        <Select mode="multiple" options={[...options]} optionFilterProp="label" />
      </Form.Item>
      <Form.Item name="days" label={t('tokens.days')} rules={[required]}>
        <InputNumber min={1} max={MAX_DAYS} />
      </Form.Item>
    </>
  );
};

/** The permissions of the person, with their titles as far as a role names them. */
const useScopeOptions = () => {
  const me = useMe();
  const titles = usePermissionTitles();
  return (me?.permissions ?? []).map((name) => {
    const title = titles.get(name);
    return { value: name, label: title === undefined ? name : `${title} (${name})` };
  });
};

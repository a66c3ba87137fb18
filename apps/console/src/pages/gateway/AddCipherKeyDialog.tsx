import { CipherSpec } from '@chedun/gateway/contract';
import type { CipherAlgorithm } from '@chedun/gateway/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addCipherKey } from '../../api/cipherKeys.ts';
import { CopyButton } from '../../ui/Secret.tsx';
import { useSay } from '../../ui/useSay.ts';

const ALGORITHMS = { aes: 'AES-128', sm4: 'SM4', rsa: 'RSA', sm2: 'SM2' } as const;
const ORDER = ['aes', 'sm4', 'rsa', 'sm2'] as const;
const SHOWN: Readonly<Record<string, string>> = {
  pkcs7: 'PKCS#7',
  pkcs1: 'PKCS#1 v1.5',
  'oaep-sha1': 'OAEP SHA-1',
  'oaep-sha256': 'OAEP SHA-256',
  c1c3c2: 'C1C3C2',
  c1c2c3: 'C1C2C3',
  asn1: 'ASN.1 DER',
};

interface Values {
  readonly title: string;
  readonly subject: string;
  readonly secret?: string;
}

/** Takes a key of the operator, or has one made. */
export const AddCipherKeyDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [spec, setSpec] = useState<CipherSpec>(() => CipherSpec.parse({ algorithm: 'aes' }));
  const add = useMutation({
    mutationFn: addCipherKey,
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: ['gateway'] });
      if (secret !== null) return;
      say.done(t('gateway.keys.added'));
      onClose();
    },
    onError: say.problem,
  });
  const made = add.data?.secret ?? null;
  const submit = ({ title, subject, secret = '' }: Values): void =>
    add.mutate({ title, subject, spec, ...(secret.trim() === '' ? {} : { secret: secret.trim() }) });
  return (
    <Modal
      open
      width={620}
      title={t('gateway.keys.add')}
      okText={made === null ? t('gateway.keys.add') : t('common.close')}
      cancelText={t('common.cancel')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={made === null ? () => form.submit() : onClose}
    >
      {made === null ? (
        <Form<Values> form={form} layout="vertical" initialValues={{ subject: '*' }} onFinish={submit}>
          <Form.Item name="title" label={t('gateway.keys.name')} rules={[{ required: true }]}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item
            name="subject"
            label={t('gateway.keys.subject')}
            extra={t('gateway.keys.subjectHint')}
            rules={[{ required: true }]}
          >
            <Input className="mono" maxLength={64} />
          </Form.Item>
          <SpecFields spec={spec} onChange={setSpec} />
          <Form.Item name="secret" label={t('gateway.keys.secret')} extra={t('gateway.keys.secretHint')}>
            <Input.TextArea className="mono" rows={3} />
          </Form.Item>
        </Form>
      ) : (
        <div className="stack">
          <Alert type="warning" showIcon title={t('gateway.keys.made')} />
          <span className="row">
            <code className="mono">{made}</code>
            <CopyButton text={made} />
          </span>
        </div>
      )}
    </Modal>
  );
};

const options = (values: readonly string[], t: (key: 'gateway.keys.zero' | 'gateway.keys.none') => string) =>
  values.map((value) => ({
    value,
    label: value === 'zero' || value === 'none' ? t(`gateway.keys.${value}`) : (SHOWN[value] ?? value.toUpperCase()),
  }));

/** Algorithm, and what goes with it. */
const SpecFields = ({
  spec,
  onChange,
}: {
  readonly spec: CipherSpec;
  readonly onChange: (spec: CipherSpec) => void;
}) => {
  const { t } = useTranslation();
  const change = (part: object): void => {
    const next = CipherSpec.safeParse({ ...spec, ...part });
    if (next.success) onChange(next.data);
  };
  const choice = (label: string, name: string, value: string, values: readonly string[]) => (
    <Form.Item label={label}>
      <Select value={value} onChange={(chosen) => change({ [name]: chosen })} options={options(values, t)} />
    </Form.Item>
  );
  return (
    <>
      <Form.Item label={t('gateway.keys.algorithm')}>
        <Segmented<CipherAlgorithm>
          value={spec.algorithm}
          onChange={(algorithm) => onChange(CipherSpec.parse({ algorithm }))}
          options={ORDER.map((value) => ({ value, label: ALGORITHMS[value] }))}
        />
      </Form.Item>
      {'mode' in spec && choice(t('gateway.keys.mode'), 'mode', spec.mode, ['ecb', 'cbc'])}
      {'mode' in spec && choice(t('gateway.keys.padding'), 'padding', spec.padding, ['pkcs7', 'zero', 'none'])}
      {'mode' in spec && spec.mode === 'cbc' && (
        <Form.Item label={t('gateway.keys.iv')} extra={t('gateway.keys.ivHint')}>
          <Input
            className="mono"
            defaultValue={spec.iv}
            onChange={({ target }) => change({ iv: target.value.trim() })}
          />
        </Form.Item>
      )}
      {spec.algorithm === 'rsa' &&
        choice(t('gateway.keys.padding'), 'padding', spec.padding, ['pkcs1', 'oaep-sha1', 'oaep-sha256'])}
      {spec.algorithm === 'sm2' && choice(t('gateway.keys.order'), 'order', spec.order, ['c1c3c2', 'c1c2c3', 'asn1'])}
    </>
  );
};

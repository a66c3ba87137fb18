import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handInRequests } from '../../api/credentials.ts';
import { useSay } from '../../ui/useSay.ts';
import { toBase64 } from './bytesOf.ts';
import { dataLanguage, useProfiles } from './useProfiles.ts';

interface Values {
  readonly profile: string;
  readonly holder: string;
  readonly vin?: string;
  readonly basis: string;
  readonly messages: string;
}

const BASE64 = /^[A-Za-z0-9+/]{4,}={0,2}$/;
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Hands requests in, and says what became of them. */
const useHandIn = (onClose: () => void, setRefusals: (texts: readonly string[]) => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: handInRequests,
    onSuccess: async ({ items }) => {
      const count = (state: 'issued' | 'proposed' | 'refused') => items.filter((one) => one.state === state).length;
      say.done(
        t('credentials.outcome', {
          issued: count('issued'),
          waiting: count('proposed'),
          refused: count('refused'),
        }),
      );
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      const refused = items.flatMap(({ problem }, at) => (problem === null ? [] : [`${at + 1}: ${problem}`]));
      if (refused.length === 0) onClose();
      else setRefusals(refused);
    },
    onError: say.problem,
  });
};

/** Hands requests of devices in. */
export const HandInDialog = ({ suite, onClose }: { readonly suite: SuiteName; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const lines = linesOf(Form.useWatch('messages', form) ?? '');
  const bad = lines.flatMap((line, at) => (BASE64.test(toBase64(line)) ? [] : [at + 1]));
  const profiles = useProfiles();
  const profile = Form.useWatch('profile', form);
  const chosen = profiles?.find(({ id }) => id === profile);
  const handIn = useHandIn(onClose, setRefusals);
  const submit = ({ messages, vin, ...rest }: Values) =>
    handIn.mutate({
      items: linesOf(messages).map((line) => ({
        suite,
        ...rest,
        ...(vin === undefined || vin === '' ? {} : { vin }),
        message: toBase64(line),
      })),
    });
  return (
    <Modal
      open
      width={640}
      title={t('credentials.handIn')}
      okText={t('credentials.handInCount', { count: lines.length })}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: lines.length === 0 || lines.length > 500 || bad.length > 0 }}
      confirmLoading={handIn.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values> form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="profile"
          label={t('credentials.profile')}
          extra={chosen?.unverified?.[dataLanguage()]}
          rules={[{ required: true }]}
        >
          <Select
            options={(profiles ?? []).map(({ id, title }) => ({
              value: id,
              label: title[dataLanguage()],
            }))}
          />
        </Form.Item>
        <Fields needsVin={chosen?.kind === 'identity'} />
        {bad.length > 0 && (
          <Alert type="warning" showIcon title={t('credentials.badLines', { lines: bad.slice(0, 20).join(', ') })} />
        )}
        {refusals.map((text) => (
          <Alert key={text} type="error" showIcon title={text} style={{ marginTop: 8 }} />
        ))}
      </Form>
    </Modal>
  );
};

const Fields = ({ needsVin }: { readonly needsVin: boolean }) => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="holder"
        label={t('credentials.holder')}
        extra={t('credentials.holderHint')}
        rules={[{ required: true }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      {needsVin && (
        <Form.Item name="vin" label={t('credentials.vin')} rules={[{ required: true, len: 17 }]}>
          <Input className="mono" maxLength={17} />
        </Form.Item>
      )}
      <Form.Item
        name="basis"
        label={t('credentials.basis')}
        extra={t('credentials.basisHint')}
        rules={[{ required: true, min: 2 }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item
        name="messages"
        label={t('credentials.requests')}
        extra={t('credentials.handInAbout')}
        rules={[{ required: true }]}
      >
        <Input.TextArea className="mono" rows={6} />
      </Form.Item>
    </>
  );
};

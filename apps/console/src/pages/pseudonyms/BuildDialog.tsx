import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, InputNumber, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeV2xCeremony } from '../../api/credentials.ts';
import { useSay } from '../../ui/useSay.ts';

interface Values {
  readonly domain: string;
  readonly perPeriod: number;
  readonly periodsAhead: number;
  readonly note: string;
}

const SUITES: readonly SuiteName[] = ['cn', 'ieee'];

/** Proposes the ceremony that builds a hierarchy of a profile that has none. */
export const BuildDialog = ({
  taken,
  onClose,
}: {
  readonly taken: readonly SuiteName[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const free = SUITES.filter((suite) => !taken.includes(suite));
  const [suite, setSuite] = useState<SuiteName>(free[0] ?? 'cn');
  const build = useMutation({
    mutationFn: proposeV2xCeremony,
    onSuccess: async () => {
      say.done(t('credentials.proposed'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('pseudonyms.build')}
      okText={t('pseudonyms.build')}
      cancelText={t('common.cancel')}
      confirmLoading={build.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <div className="stack">
        <Alert type="info" title={t('credentials.buildAbout')} />
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ perPeriod: 20, periodsAhead: 4 }}
          onFinish={({ note, ...values }) =>
            build.mutate({ plan: { kind: 'create-hierarchy', suite, ...values }, note })
          }
        >
          <Form.Item label={t('pseudonyms.suite')}>
            <Segmented<SuiteName>
              value={suite}
              onChange={setSuite}
              options={free.map((value) => ({ value, label: t(`pseudonyms.suiteOf.${value}`) }))}
            />
          </Form.Item>
          <Fields />
        </Form>
      </div>
    </Modal>
  );
};

const Fields = () => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="domain"
        label={t('pseudonyms.domain')}
        extra={t('pseudonyms.domainHint')}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9.-]{1,99}$/, message: t('pseudonyms.domainHint') }]}
      >
        <Input className="mono" maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item
        name="note"
        label={t('credentials.why')}
        extra={t('credentials.whyHint')}
        rules={[{ required: true, min: 2 }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <div className="row">
        <Form.Item name="perPeriod" label={t('pseudonyms.perPeriod')} rules={[{ required: true }]}>
          <InputNumber min={1} max={40} />
        </Form.Item>
        <Form.Item name="periodsAhead" label={t('pseudonyms.periodsAhead')} rules={[{ required: true }]}>
          <InputNumber min={1} max={52} />
        </Form.Item>
      </div>
    </>
  );
};

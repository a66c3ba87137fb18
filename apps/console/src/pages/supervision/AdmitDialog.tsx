import type { EnterpriseInput, Submission } from '@chedun/supervision/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { admitSubmission, listEnterprises } from '../../api/supervision.ts';
import { Facts } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { EnterpriseFields } from './EnterpriseFields.tsx';

type Fields = EnterpriseInput & { readonly id?: string; readonly same: boolean };

const useAdmit = (onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: admitSubmission,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['supervision'] });
      say.done(t('supervision.uploaded'));
      onClose();
    },
    onError: say.problem,
  });
};

/** Says whose package it is, after its certificate was compared on another way. */
export const AdmitDialog = ({
  submission,
  onClose,
}: {
  readonly submission: Submission;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [which, setWhich] = useState<'new' | 'known'>('new');
  const admit = useAdmit(onClose);
  const finish = ({ id, same: _same, ...enterprise }: Fields) =>
    admit.mutate({ id: submission.id, enterprise: which === 'known' ? (id ?? '') : enterprise });
  return (
    <Modal
      open
      width={640}
      title={t('supervision.admit')}
      okText={t('supervision.admit')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={admit.isPending}
    >
      <div className="stack">
        <span className="soft">{t('supervision.admitAbout')}</span>
        <Sender submission={submission} />
        <Segmented
          value={which}
          onChange={setWhich}
          options={[
            { value: 'new', label: t('supervision.admitNew') },
            { value: 'known', label: t('supervision.admitExisting') },
          ]}
        />
        <Form form={form} layout="vertical" initialValues={{ name: submission.issuer }} onFinish={finish}>
          {which === 'new' ? <EnterpriseFields /> : <KnownEnterprise />}
          <Form.Item
            name="same"
            valuePropName="checked"
            rules={[
              {
                validator: (_, ok) =>
                  ok === true ? Promise.resolve() : Promise.reject(new Error(t('supervision.admitSame'))),
              },
            ]}
          >
            <Checkbox>{t('supervision.admitSame')}</Checkbox>
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
};

const Sender = ({ submission: { issuer, signer, account } }: { readonly submission: Submission }) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        [t('supervision.issuer'), issuer],
        [t('supervision.certificateSubject'), signer.subject],
        [
          t('supervision.certificateSm3'),
          <span key="sm3" className="mono" style={{ overflowWrap: 'anywhere' }}>
            {signer.sm3}
          </span>,
        ],
        [t('supervision.account'), account],
      ]}
    />
  );
};

const KnownEnterprise = () => {
  const { t } = useTranslation();
  const firms = useQuery({
    queryKey: ['supervision', 'enterprises'],
    queryFn: ({ signal }) => listEnterprises(signal),
  });
  return (
    <Form.Item name="id" label={t('supervision.admitExisting')} rules={[{ required: true }]}>
      <Select
        showSearch
        optionFilterProp="label"
        options={(firms.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
};

import type { Enterprise, EnterpriseInput, EnterpriseList } from '@chedun/supervision/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { addEnterprise, changeEnterprise, confirmCertificate, withdrawCertificate } from '../../api/supervision.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { EnterpriseFields } from './EnterpriseFields.tsx';

/** Changes the list of enterprises with what the server answers. */
const useListChange = <Order,>(
  change: (order: Order) => Promise<z.infer<typeof EnterpriseList>>,
  onDone: () => void = () => undefined,
) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (list) => {
      client.setQueryData(['supervision', 'enterprises'], list);
      onDone();
    },
    onError: say.problem,
  });
};

/** Registers an enterprise, or changes one. */
export const EnterpriseDialog = ({
  enterprise,
  onClose,
}: {
  readonly enterprise: Enterprise | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<EnterpriseInput>();
  const save = useListChange(
    (fields: EnterpriseInput) =>
      enterprise === undefined ? addEnterprise(fields) : changeEnterprise(enterprise.id, fields),
    onClose,
  );
  return (
    <Modal
      open
      title={t(enterprise === undefined ? 'supervision.firmAdd' : 'supervision.firmEdit')}
      okText={t('common.save')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        {...(enterprise === undefined ? {} : { initialValues: enterprise })}
        onFinish={(fields) => save.mutate(fields)}
      >
        <EnterpriseFields code={enterprise === undefined ? 'asked' : 'fixed'} />
      </Form>
    </Modal>
  );
};

interface CertificateFields {
  readonly sm3: string;
  readonly subject: string;
}

/** Certificates that an enterprise signs with. */
export const CertificatesDialog = ({
  enterprise,
  onClose,
}: {
  readonly enterprise: Enterprise;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<CertificateFields>();
  const add = useListChange(
    (fields: CertificateFields) => confirmCertificate(enterprise.id, fields),
    () => form.resetFields(),
  );
  const withdraw = useListChange(withdrawCertificate);
  const { certificates, id } = enterprise;
  return (
    <Modal
      open
      width={680}
      footer={null}
      title={`${enterprise.name} · ${t('supervision.certificates')}`}
      onCancel={onClose}
    >
      <div className="stack">
        {certificates.length === 0 && <EmptyState size="small" title={t('supervision.certificateNone')} />}
        {certificates.map(({ sm3, subject, confirmedAt, confirmedBy }) => (
          <div key={sm3} className="row" style={{ gap: 10, justifyContent: 'space-between' }}>
            <div>
              <div>{subject}</div>
              <div className="mono" style={{ overflowWrap: 'anywhere' }}>
                {sm3}
              </div>
              <div className="faint">
                {t('supervision.confirmedBy', { by: confirmedBy })} <TimeText at={confirmedAt} />
              </div>
            </div>
            <Popconfirm title={t('supervision.certificateWithdraw')} onConfirm={() => withdraw.mutate({ id, sm3 })}>
              <Button size="small">{t('common.remove')}</Button>
            </Popconfirm>
          </div>
        ))}
        <Form form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
          <Form.Item
            name="sm3"
            label={t('supervision.certificateSm3')}
            rules={[{ required: true, pattern: /^\s*[0-9a-fA-F]{64}\s*$/ }]}
          >
            <Input className="mono" maxLength={70} />
          </Form.Item>
          <Form.Item name="subject" label={t('supervision.certificateSubject')} rules={[{ required: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Button htmlType="submit" loading={add.isPending}>
            {t('supervision.certificateAdd')}
          </Button>
        </Form>
      </div>
    </Modal>
  );
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { publishTrustList, trustedRoots } from '../../api/v2xTrust.ts';
import { useSay } from '../../ui/useSay.ts';

interface Values {
  readonly roots: readonly string[];
  readonly validDays: number;
}

/** Signs a list of roots as authority of a pilot zone. */
export const PublishDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const roots = useQuery({ queryKey: ['v2x-trust', 'roots'], queryFn: ({ signal }) => trustedRoots(signal) });
  const publish = useMutation({
    mutationFn: publishTrustList,
    onSuccess: async () => {
      say.done(t('roadTrust.published'));
      onClose();
      await client.invalidateQueries({ queryKey: ['v2x-trust'] });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={560}
      title={t('roadTrust.publish')}
      okText={t('roadTrust.publish')}
      cancelText={t('common.cancel')}
      confirmLoading={publish.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('roadTrust.publishAbout')}</span>
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ validDays: 30 }}
          onFinish={({ roots: chosen, validDays }) => publish.mutate({ roots: [...chosen], validDays })}
        >
          <Form.Item name="roots" label={t('roadTrust.publishRoots')} rules={[{ required: true }]}>
            <Select
              mode="multiple"
              loading={roots.isPending}
              options={(roots.data?.items ?? []).map(({ id8, name }) => ({ value: id8, label: name || id8 }))}
            />
          </Form.Item>
          <Form.Item name="validDays" label={t('roadTrust.publishDays')} rules={[{ required: true }]}>
            <InputNumber min={1} max={366} precision={0} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
};

import { TreatmentKind, type Risk } from '@chedun/risks/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { treatRisk } from '../../api/risks.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly kind: z.infer<typeof TreatmentKind>;
  readonly reason: string;
  readonly owner: string;
  readonly endsOn?: string;
}

/** Says how a risk is treated. */
export const TreatDialog = ({ risk, onClose }: { readonly risk: Risk; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: ({ endsOn, ...fields }: Fields) =>
      treatRisk({ risk: risk.key, ...fields, endsOn: endsOn === undefined || endsOn === '' ? null : endsOn }),
    onSuccess: (register) => {
      client.setQueryData(['risks'], register);
      onClose();
    },
    onError: say.problem,
  });
  const kinds = TreatmentKind.options.map((value) => ({ value, label: t(`risks.treatKind.${value}`) }));
  return (
    <Modal
      open
      title={`${t('risks.treat')} · ${risk.asset.id}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'mitigate' }}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item name="kind" label={t('risks.treatment')}>
          <Radio.Group options={kinds} />
        </Form.Item>
        <Form.Item name="reason" label={t('risks.reason')} rules={[{ required: true, min: 4 }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
        <Form.Item name="owner" label={t('risks.owner')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="endsOn" label={t('risks.endsOn')} extra={t('risks.endsHint')}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
};

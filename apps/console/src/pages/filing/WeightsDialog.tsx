import type { Weights } from '@chedun/filing/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { setWeights } from '../../api/filing.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields extends Weights {
  readonly reason: string;
}
const FACTORS = ['I', 'V', 'R'] as const;

/** Changes the weights of the formula, with a reason. */
export const WeightsDialog = ({ before, onClose }: { readonly before: Weights; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: ({ reason, ...weights }: Fields) => setWeights({ weights, reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['filing', 'rule'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={420}
      title={t('filing.weights')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form form={form} layout="vertical" initialValues={before} onFinish={(fields) => save.mutate(fields)}>
        {FACTORS.map((factor) => (
          <Form.Item key={factor} name={factor} label={t(`filing.factor.${factor}`)} rules={[{ required: true }]}>
            <InputNumber min={0} max={1} step={0.05} style={{ width: '100%' }} />
          </Form.Item>
        ))}
        <Form.Item
          name="reason"
          label={t('filing.weightsReason')}
          extra={t('filing.weightsSum')}
          rules={[{ required: true, min: 4 }]}
        >
          <Input maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

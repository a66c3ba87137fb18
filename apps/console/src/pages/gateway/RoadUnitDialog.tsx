import type { RoadUnitRow } from '@chedun/gateway/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveRoadUnit } from '../../api/roadUnits.ts';
import { useSay } from '../../ui/useSay.ts';

/** What is edited: a new unit, perhaps with a sender that was heard, or a known one. */
export type Draft = Partial<RoadUnitRow>;

interface Values {
  readonly id: string;
  readonly title?: string;
  readonly sender: string;
  readonly lat: number;
  readonly lon: number;
}

/** Registers a roadside unit or changes one. */
export const RoadUnitDialog = ({ draft, onClose }: { readonly draft: Draft; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const isKnown = draft.id !== undefined;
  const save = useMutation({
    mutationFn: saveRoadUnit,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['gateway', 'road-units'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      title={t(isKnown ? 'gateway.road.change' : 'gateway.road.add')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={draft}
        onFinish={(values) => save.mutate({ ...values, title: values.title ?? '' })}
      >
        <Form.Item
          name="id"
          label={t('gateway.road.id')}
          rules={[...required, { pattern: /^[\p{L}\p{N}._:-]{1,64}$/u, message: t('gateway.road.idHint') }]}
        >
          <Input disabled={isKnown} placeholder="RSU-001" />
        </Form.Item>
        <Form.Item name="title" label={t('gateway.road.name')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="sender" label={t('gateway.road.sender')} extra={t('gateway.road.senderHint')} rules={required}>
          <Input maxLength={1024} placeholder="10.30.0.1" />
        </Form.Item>
        <div className="row" style={{ gap: 12 }}>
          <Form.Item name="lat" label={t('gateway.road.lat')} rules={required} style={{ flex: 1 }}>
            <InputNumber min={-90} max={90} step={0.0001} style={{ width: '100%' }} placeholder="31.230400" />
          </Form.Item>
          <Form.Item name="lon" label={t('gateway.road.lon')} rules={required} style={{ flex: 1 }}>
            <InputNumber min={-180} max={180} step={0.0001} style={{ width: '100%' }} placeholder="121.473700" />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
};

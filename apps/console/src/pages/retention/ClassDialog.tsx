import type { RetentionClass } from '@chedun/retention/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { changeClass } from '../../api/retention.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly days: number;
  readonly coldAfterDays: number | null;
  readonly hotDays: number | null;
}

/** Changes how long a class is kept. */
export const ClassDialog = ({ row, onClose }: { readonly row: RetentionClass; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: changeClass,
    onSuccess: async () => {
      say.done(t('retention.changed'));
      onClose();
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  });
  const { days, coldAfterDays, hotDays, floorDays } = row;
  return (
    <Modal
      open
      title={`${t('retention.changeTitle')} · ${textIn(row.title, language)}`}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ days, coldAfterDays, hotDays }}
        onFinish={(change) =>
          save.mutate({
            id: row.id,
            change: { days: change.days, coldAfterDays: change.coldAfterDays ?? null, hotDays: change.hotDays ?? null },
          })
        }
      >
        <Form.Item name="days" label={t('retention.days')} extra={t('retention.floor', { count: floorDays })}>
          <InputNumber
            min={floorDays}
            max={36_500}
            precision={0}
            suffix={t('retention.dayUnit')}
            style={{ width: 180 }}
          />
        </Form.Item>
        <Form.Item name="coldAfterDays" label={t('retention.coldAfter')}>
          <InputNumber min={1} max={36_500} precision={0} suffix={t('retention.dayUnit')} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="hotDays" label={t('retention.hot')} extra={t('retention.hotHelp')}>
          <InputNumber min={1} max={36_500} precision={0} suffix={t('retention.dayUnit')} style={{ width: 180 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

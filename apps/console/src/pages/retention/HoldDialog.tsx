import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { placeHold } from '../../api/retention.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly title: string;
  readonly reason: string;
  readonly caseRef?: string;
  readonly sources?: string;
  readonly assets?: string;
  readonly period?: readonly [Dayjs | null, Dayjs | null] | null;
}

const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[\n,\uff0c]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Places a legal hold. */
export const HoldDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const place = useMutation({
    mutationFn: ({ title, reason, caseRef, sources, assets, period }: Fields) =>
      placeHold({
        title,
        reason,
        caseRef: caseRef ?? '',
        sources: linesOf(sources),
        assets: linesOf(assets),
        from: period?.[0]?.toISOString() ?? null,
        to: period?.[1]?.toISOString() ?? null,
      }),
    onSuccess: async () => {
      say.done(t('retention.placed'));
      onClose();
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  });
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <Modal
      open
      width={620}
      title={t('retention.place')}
      okText={t('retention.place')}
      cancelText={t('common.cancel')}
      confirmLoading={place.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t('retention.placeAbout')}</p>
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => place.mutate(fields)}>
        <Form.Item name="title" label={t('retention.holdName')} rules={required}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="reason" label={t('retention.reason')} rules={required}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
        <Form.Item name="caseRef" label={t('retention.holdCase')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="period" label={t('retention.period')}>
          <DatePicker.RangePicker showTime allowEmpty={[true, true]} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="sources" label={t('retention.sourcesField')}>
          <Input.TextArea rows={2} className="mono" />
        </Form.Item>
        <Form.Item name="assets" label={t('retention.assetsField')}>
          <Input.TextArea rows={2} className="mono" />
        </Form.Item>
      </Form>
    </Modal>
  );
};

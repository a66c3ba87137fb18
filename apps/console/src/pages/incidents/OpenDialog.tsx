import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { openIncident } from '../../api/incidents.ts';
import { usePreferences } from '../../app/preferences.ts';
import { fromPicker } from '../../lib/picker.ts';
import { useSay } from '../../ui/useSay.ts';

interface Written {
  readonly title: string;
  readonly how: string;
  readonly at: Dayjs;
}

/** An incident that did not begin with an alert: a mail, a call, a notice of the authority. */
export const OpenDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const { zone } = usePreferences();
  const [form] = Form.useForm<Written>();
  const required = [{ required: true, message: t('common.required') }];
  const open = useMutation({
    mutationFn: ({ title, how, at }: Written) =>
      openIncident({ title, known: { how, at: new Date(fromPicker(at.valueOf(), zone)).toISOString() } }),
    onSuccess: ({ id }) => void navigate({ to: '/incidents/$id', params: { id } }),
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('incidents.open')}
      okText={t('incidents.open')}
      confirmLoading={open.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written> form={form} layout="vertical" onFinish={(written) => open.mutate(written)}>
        <Form.Item name="title" label={t('incidents.title')} rules={required}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="how" label={t('incidents.how')} extra={t('incidents.howHint')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="at" label={t('incidents.knownAt')} extra={t('incidents.knownHint')} rules={required}>
          <DatePicker showTime style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

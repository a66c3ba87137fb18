import type { Incident } from '@chedun/incidents/contract';
import { Alert, Checkbox, DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMe } from '../../app/session.ts';
import { fromPicker } from '../../lib/picker.ts';
import { useWork } from './useWork.ts';

interface Written {
  readonly reached: string[];
  readonly callee: string;
  readonly number?: string;
  readonly caller: string;
  readonly at?: Dayjs | null;
  readonly said: string;
  readonly explanation?: string;
}

const Fields = ({ incident, late }: { readonly incident: Incident; readonly late: 'late' | 'in-time' }) => {
  const { t } = useTranslation();
  const duty = incident.grading.duties.find(({ regime, kind }) => regime === 'miit' && kind === 'report');
  const needed = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="reached" label={t('incidents.reached')} rules={needed}>
        <Checkbox.Group options={(duty?.recipients ?? []).map(({ name }) => ({ value: name, label: name }))} />
      </Form.Item>
      <Form.Item name="callee" label={t('incidents.callee')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="number" label={t('incidents.phone')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="caller" label={t('incidents.caller')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="at" label={t('incidents.calledAt')} extra={t('incidents.nowIfEmpty')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="said" label={t('incidents.said')} rules={needed}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      {late === 'late' && (
        <Form.Item name="explanation" label={t('deadlines.explanation')} rules={needed}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      )}
    </>
  );
};

/** A report by telephone: who was reached, who spoke, what was said. */
export const CallDialog = ({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const me = useMe();
  const [form] = Form.useForm<Written>();
  const clock = incident.clocks.find(({ rule, state }) => rule.id === 'NET-1' && state === 'running');
  const late = clock?.overdue === true ? 'late' : 'in-time';
  const work = useWork(({ at, explanation = '', number = '', ...written }: Written) => {
    const calledAt = new Date(at ? fromPicker(at.valueOf(), zone) : Date.now() - 1000).toISOString();
    return incidentWork.call(incident.id, { ...written, number, explanation, calledAt });
  }, onClose);
  return (
    <Modal
      open
      title={t('incidents.call')}
      okText={t('incidents.callKeep')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={{ reached: clock?.recipients ?? [], caller: me?.name ?? '' }}
        onFinish={(written) => work.mutate(written)}
      >
        <Alert
          type={late === 'late' ? 'warning' : 'info'}
          showIcon
          title={t(late === 'late' ? 'incidents.callLate' : 'incidents.callHint')}
          style={{ marginBottom: 12 }}
        />
        <Fields incident={incident} late={late} />
      </Form>
    </Modal>
  );
};

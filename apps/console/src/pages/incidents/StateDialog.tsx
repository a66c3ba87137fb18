import type { Incident, IncidentState } from '@chedun/incidents/contract';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { useWork } from './useWork.ts';

const NEXT: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['contained', 'ended'],
  contained: ['ended', 'open'],
  ended: ['closed'],
  closed: [],
};

interface Written {
  readonly to: IncidentState;
  readonly comment: string;
}

/** The next state of an incident, with the reason. */
export const StateDialog = ({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Written>();
  const work = useWork((written: Written) => incidentWork.state(incident.id, written), onClose);
  const [first] = NEXT[incident.state];
  return (
    <Modal
      open
      title={t('incidents.changeState')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={{ to: first }}
        onFinish={(written) => work.mutate(written)}
      >
        <Form.Item name="to" label={t('incidents.state')} extra={t('incidents.stateHint')}>
          <Select options={NEXT[incident.state].map((value) => ({ value, label: t(`incidents.states.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="comment"
          label={t('incidents.reason')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

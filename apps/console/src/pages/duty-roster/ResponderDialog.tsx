import { TeamRole, type DutyBoard, type Responder } from '@chedun/duty-roster/contract';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { rosterWork } from '../../api/dutyRoster.ts';
import { useRosterWork } from './useRoster.ts';

interface Fields {
  readonly name: string;
  readonly role: TeamRole;
  readonly phone: string;
  readonly deputy?: string | null;
}

/** Registers a responder, or changes one. */
export const ResponderDialog = ({
  board,
  responder,
  onClose,
}: {
  readonly board: DutyBoard;
  readonly responder?: Responder;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const work = useRosterWork((fields: Fields) => {
    const body = { ...fields, deputy: fields.deputy ?? null };
    return responder === undefined ? rosterWork.addResponder(body) : rosterWork.changeResponder(responder.id, body);
  }, onClose);
  const required = [{ required: true, message: t('common.required') }];
  const others = board.responders.filter(({ id }) => id !== responder?.id);
  return (
    <Modal
      open
      title={responder === undefined ? t('dutyRoster.addResponder') : responder.name}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={work.isPending}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={responder ?? { role: 'analyst' }}
        onFinish={({ name, role, phone, deputy }) => work.mutate({ name, role, phone, deputy: deputy ?? null })}
      >
        <Form.Item name="name" label={t('dutyRoster.name')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="role" label={t('dutyRoster.role')} rules={required}>
          <Select options={TeamRole.options.map((value) => ({ value, label: t(`dutyRoster.roles.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('dutyRoster.phone')}
          rules={[{ required: true, pattern: /^\+?[0-9][0-9 -]{5,24}$/ }]}
        >
          <Input maxLength={25} />
        </Form.Item>
        <Form.Item name="deputy" label={t('dutyRoster.deputy')}>
          <Select
            allowClear
            options={others.map(({ id, name, role }) => ({
              value: id,
              label: `${name} · ${t(`dutyRoster.roles.${role}`)}`,
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
};

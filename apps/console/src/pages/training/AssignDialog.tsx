import { StaffRole, type CourseLine } from '@chedun/training/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { assignCourse } from '../../api/training.ts';
import { useSay } from '../../ui/useSay.ts';

interface Values {
  readonly role: StaffRole;
  readonly due: string;
}

/** Gives a course to everybody who holds a role, until a day. */
export const AssignDialog = ({ course, onClose }: { readonly course: CourseLine; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const assign = useMutation({
    mutationFn: assignCourse,
    onSuccess: async () => {
      say.done(t('training.done'));
      await client.invalidateQueries({ queryKey: ['training'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={`${t('training.assignTitle')} · ${course.title}`}
      okText={t('training.assign')}
      confirmLoading={assign.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ role, due }) => assign.mutate({ id: course.id, kind: 'role', role, due })}
      >
        <Form.Item name="role" label={t('training.role')} rules={[{ required: true, message: t('common.required') }]}>
          <Select options={StaffRole.options.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
        <Form.Item name="due" label={t('training.due')} rules={[{ required: true, message: t('common.required') }]}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
};

import type { Course, CourseInput } from '@chedun/training/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveCourse } from '../../api/training.ts';
import { useSay } from '../../ui/useSay.ts';

type Values = Omit<CourseInput, 'obligations'>;

const FRESH: Values = { title: '', about: '', material: '', passMark: 80, perExam: 10, attempts: 3, validMonths: 12 };
const NUMBERS = [
  ['passMark', 100],
  ['perExam', 100],
  ['attempts', 20],
  ['validMonths', 60],
] as const;

/** Makes a course, or changes one; what was passed before stays as it was. */
export const CourseFormDialog = ({
  course,
  onClose,
}: {
  readonly course: Course | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const save = useMutation({
    mutationFn: saveCourse,
    onSuccess: async () => {
      say.done(t('common.saved'));
      await client.invalidateQueries({ queryKey: ['training'] });
      onClose();
    },
    onError: say.problem,
  });
  const finish = (values: Values): void =>
    save.mutate({ id: course?.id, course: { ...values, obligations: course?.obligations ?? ['3.1-g'] } });
  return (
    <Modal
      open
      width={760}
      title={t(course === undefined ? 'training.newCourse' : 'training.changeCourse')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values> form={form} layout="vertical" initialValues={course ?? FRESH} onFinish={finish}>
        <CourseFields />
      </Form>
    </Modal>
  );
};

const CourseFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="title" label={t('training.course')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="about" label={t('training.courseAbout')}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: 'repeat(4, 1fr)', gap: 12 }}>
        {NUMBERS.map(([name, most]) => (
          <Form.Item key={name} name={name} label={t(`training.${name}`)} rules={required}>
            <InputNumber min={1} max={most} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="material" label={t('training.material')} extra={t('training.materialHint')}>
        <Input.TextArea rows={12} maxLength={100_000} />
      </Form.Item>
    </>
  );
};

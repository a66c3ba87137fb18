import type { AccessOverview } from '@chedun/access-reviews/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeAccessSettings, importPeople } from '../../api/accessReviews.ts';
import { useSay } from '../../ui/useSay.ts';

interface Draft {
  readonly administrators: string;
  readonly conflicts: string;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const dutiesOf = (line: string): string[] =>
  line
    .split(/[|\uFF5C]/)
    .map((duty) => duty.trim())
    .filter((duty) => duty !== '');

/** What rules go by: roles of administrators, duties that have to be apart, people in service. */
export const SettingsDialog = ({
  overview,
  onClose,
}: {
  readonly overview: AccessOverview;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Draft>();
  const save = useMutation({
    mutationFn: ({ administrators, conflicts }: Draft) =>
      changeAccessSettings({
        administrators: linesOf(administrators),
        conflicts: linesOf(conflicts).map(dutiesOf),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access-reviews'] });
      say.done(t('accessReviews.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const { settings } = overview;
  return (
    <Modal
      open
      width={620}
      title={t('accessReviews.settings')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          administrators: settings.administrators.join('\n'),
          conflicts: settings.conflicts.map((duties) => duties.join(' | ')).join('\n'),
        }}
        onFinish={(draft) => save.mutate(draft)}
      >
        <Form.Item
          name="administrators"
          label={t('accessReviews.administrators')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input.TextArea rows={6} />
        </Form.Item>
        <Form.Item name="conflicts" label={t('accessReviews.conflicts')}>
          <Input.TextArea rows={4} />
        </Form.Item>
        <PeopleField count={overview.people} />
      </Form>
    </Modal>
  );
};

const PeopleField = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const people = useMutation({
    mutationFn: (file: Blob) => importPeople(new Blob([file], { type: 'application/octet-stream' })),
    onSuccess: async ({ people: taken }) => {
      await client.invalidateQueries({ queryKey: ['access-reviews'] });
      say.done(t('accessReviews.peopleTaken', { count: taken }));
    },
    onError: say.problem,
  });
  return (
    <Form.Item label={t('accessReviews.people')} extra={t('accessReviews.peopleHint')}>
      <div className="row" style={{ gap: 10 }}>
        <Upload
          accept=".csv,.xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            people.mutate(file);
            return false;
          }}
        >
          <Button loading={people.isPending}>{t('accessReviews.importPeople')}</Button>
        </Upload>
        <span className="faint">
          {count === 0 ? t('accessReviews.peopleNone') : t('accessReviews.peopleCount', { count })}
        </span>
      </div>
    </Form.Item>
  );
};

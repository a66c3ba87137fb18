import { dayOf } from '@chedun/kernel';
import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Radio, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordReview, uploadFilingFile } from '../../api/filing.ts';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly on: string;
  readonly experts: string;
  readonly materials: string;
  readonly defence?: string;
  readonly inquiry?: string;
  readonly for: number;
  readonly against: number;
  readonly conclusion: 'passed' | 'failed';
}

/** One expert a line: name, organisation, speciality. */
const expertsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.split(/[,\uFF0C]/).map((part) => part.trim()))
    .filter(([name = '']) => name !== '')
    .map(([name = '', organisation = '', speciality = '']) => ({ name, organisation, speciality }));

const useRecord = (id: string, file: File | undefined, onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ on, conclusion, ...fields }: Fields) =>
      recordReview(id, {
        on,
        conclusion,
        experts: expertsOf(fields.experts),
        minutes: { materials: fields.materials, defence: fields.defence ?? '', inquiry: fields.inquiry ?? '' },
        votes: { for: fields.for, against: fields.against },
        opinion: file === undefined ? null : await uploadFilingFile(file),
      }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['filing'] }),
        client.invalidateQueries({ queryKey: ['deadlines'] }),
      ]);
      say.done(t('filing.saved'));
      onClose();
    },
    onError: say.problem,
  });
};

/** Records a review by experts. */
export const ReviewDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const record = useRecord(id, file, onClose);
  const initial = { on: dayOf(useNow(60_000)), for: 3, against: 0, conclusion: 'passed' };
  return (
    <Modal
      open
      width={640}
      title={t('filing.reviewAdd')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={record.isPending}
    >
      <Form form={form} layout="vertical" initialValues={initial} onFinish={(fields) => record.mutate(fields)}>
        <ReviewFields />
        <Form.Item label={t('filing.opinion')}>
          <Upload
            maxCount={1}
            beforeUpload={(chosen) => {
              setFile(chosen);
              return false;
            }}
            onRemove={() => setFile(undefined)}
          >
            <Button icon={<UploadOutlined />}>{t('tableImport.choose')}</Button>
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  );
};

const ReviewFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true }];
  const area = { minRows: 1, maxRows: 5 };
  return (
    <>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 1fr', gap: 12 }}>
        <Form.Item name="on" label={t('filing.reviewOn')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="for" label={t('filing.votesFor')} rules={required}>
          <InputNumber min={0} max={50} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="against" label={t('filing.votesAgainst')} rules={required}>
          <InputNumber min={0} max={50} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="experts" label={t('filing.experts')} extra={t('filing.expertsHint')} rules={required}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="materials" label={t('filing.minutesMaterials')} rules={required}>
        <Input.TextArea autoSize={area} maxLength={4000} />
      </Form.Item>
      <Form.Item name="defence" label={t('filing.minutesDefence')}>
        <Input.TextArea autoSize={area} maxLength={4000} />
      </Form.Item>
      <Form.Item name="inquiry" label={t('filing.minutesInquiry')}>
        <Input.TextArea autoSize={area} maxLength={4000} />
      </Form.Item>
      <Form.Item name="conclusion" label={t('filing.conclusion')}>
        <Radio.Group
          options={(['passed', 'failed'] as const).map((value) => ({ value, label: t(`filing.${value}`) }))}
        />
      </Form.Item>
    </>
  );
};

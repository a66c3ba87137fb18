import type { Mine } from '@chedun/inspection-access/contract';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listMyLooks, takeEvidence } from '../../api/inspectionAccess.ts';
import { useChange } from './useChange.ts';

interface Typed {
  readonly paths: string[];
  readonly note?: string;
}

/** Takes evidence of what is open, and of what was looked at. */
export const TakeEvidenceDialog = ({ mine, onClose }: { readonly mine: Mine; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const looks = useQuery({
    queryKey: ['inspection-access', 'looks', 'taken'],
    queryFn: ({ signal }) => listMyLooks({ outcome: 'answered', limit: 200 }, signal),
  });
  const seen = (looks.data?.items ?? []).filter(({ inspection }) => inspection === mine.id).map(({ path }) => path);
  const paths = [...new Set([...mine.pages.flatMap(({ paths: its }) => its), ...seen])];
  const take = useChange(
    ({ paths: chosen, note = '' }: Typed) => takeEvidence(mine.id, { paths: chosen, note }),
    t('inspectionAccess.taken'),
    onClose,
  );
  return (
    <Modal
      open
      width={640}
      title={t('inspectionAccess.take')}
      okText={t('inspectionAccess.take')}
      confirmLoading={take.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="soft">{t('inspectionAccess.takeAbout')}</p>
      <Form form={form} layout="vertical" onFinish={(typed) => take.mutate(typed)}>
        <Form.Item
          name="paths"
          label={t('inspectionAccess.evidencePaths')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Select mode="multiple" maxCount={50} options={paths.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="note" label={t('inspectionAccess.note')}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { addWitness } from '../../api/seal.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly name: string;
  readonly url: string;
  readonly keys: string;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Takes the address and the keys of a witness. */
export const AddWitnessDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const add = useMutation({
    mutationFn: ({ name, url, keys }: Fields) => addWitness({ name, url, keys: linesOf(keys) }),
    onSuccess: async () => {
      say.done(t('seal.added'));
      await client.invalidateQueries({ queryKey: ['seal'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={680}
      title={t('seal.addWitness')}
      okText={t('seal.addWitness')}
      cancelText={t('common.cancel')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="soft">{t('seal.addWitnessHint')}</p>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="name" label={t('seal.name')} rules={[{ required: true, max: 100 }]}>
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="url" label={t('seal.url')} rules={[{ required: true, type: 'url' }]}>
          <Input placeholder="https://witness.example.com" />
        </Form.Item>
        <Form.Item name="keys" label={t('seal.witnessKeys')} rules={[{ required: true }]}>
          <Input.TextArea className="mono" rows={4} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

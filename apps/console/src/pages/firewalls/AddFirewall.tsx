import { FirewallInput } from '@chedun/firewalls/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { addFirewall } from '../../api/firewalls.ts';
import { useSay } from '../../ui/useSay.ts';

/** Registers a firewall and opens its page, where the export is uploaded. */
export const AddFirewall = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<z.input<typeof FirewallInput>>();
  const add = useMutation({
    mutationFn: addFirewall,
    onSuccess: async ({ firewall }) => {
      await client.invalidateQueries({ queryKey: ['firewalls'] });
      await navigate({ to: '/firewalls/$id', params: { id: firewall.id } });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('firewalls.add')}
      okText={t('firewalls.add')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" onFinish={(values) => add.mutate(FirewallInput.parse(values))}>
        <Form.Item
          name="name"
          label={t('firewalls.name')}
          extra={t('firewalls.addAbout')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="place" label={t('firewalls.place')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="owner" label={t('firewalls.owner')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addPolicy, listTemplates } from '../../api/policies.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';
import { PolicyFields, type PolicyFieldValues } from './PolicyFields.tsx';

interface Fields extends PolicyFieldValues {
  readonly code: string;
  readonly template?: string;
}

/** Makes a policy, with an outline to begin with when one is chosen. */
export const NewPolicyDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const templates = useQuery({ queryKey: ['policies', 'templates'], queryFn: ({ signal }) => listTemplates(signal) });
  const save = useMutation({
    mutationFn: addPolicy,
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['policies'] });
      void navigate({ to: '/policies/$id', params: { id } });
    },
    onError: say.problem,
  });
  const choose = (id: string | undefined): void => {
    const template = templates.data?.items.find((each) => each.id === id);
    if (template !== undefined) form.setFieldsValue({ title: textIn(template.title, language), kind: template.kind });
  };
  return (
    <Modal
      open
      title={t('policies.add')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'policy', audience: [], reviewMonths: 12 }}
        onFinish={({ template, ...fields }: Fields) => save.mutate({ ...fields, template: template ?? null })}
      >
        <Form.Item name="template" label={t('policies.template')} extra={t('policies.templateHint')}>
          <Select
            allowClear
            loading={templates.isPending}
            placeholder={t('policies.noTemplate')}
            onChange={choose}
            options={
              templates.data?.items.map(({ id, title }) => ({ value: id, label: textIn(title, language) })) ?? []
            }
          />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('policies.code')}
          extra={t('policies.codeHint')}
          rules={[{ required: true, pattern: /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <PolicyFields />
      </Form>
    </Modal>
  );
};

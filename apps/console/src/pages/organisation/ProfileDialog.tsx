import { PROVINCES } from '@chedun/organisation/contract';
import type { Profile, ProfileInput } from '@chedun/organisation/contract';
import { Form, Input, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveOrganisation } from '../../api/organisation.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useKept } from '../../ui/useKept.ts';

/** Registers the organisation. */
export const ProfileDialog = ({
  profile,
  onClose,
}: {
  readonly profile: Profile | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const provinces = Object.entries(PROVINCES).map(([value, name]) => ({ value, label: textIn(name, language) }));
  const [form] = Form.useForm<ProfileInput>();
  const save = useKept(saveOrganisation, ['organisation'], onClose);
  return (
    <Modal
      open
      title={t('organisation.edit')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={profile ?? { isCii: false }}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item name="name" label={t('organisation.name')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="creditCode"
          label={t('organisation.creditCode')}
          extra={t('organisation.creditCodeHint')}
          rules={[{ required: true, len: 18 }]}
        >
          <Input maxLength={18} className="mono" />
        </Form.Item>
        <Form.Item name="province" label={t('organisation.province')} rules={[{ required: true }]}>
          <Select options={provinces} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="isCii" label={t('organisation.cii')} extra={t('organisation.ciiHint')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
};

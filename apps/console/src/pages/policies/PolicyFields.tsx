import { AudienceRole, PolicyKind } from '@chedun/policies/contract';
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';

/** What a form about a policy holds. */
export interface PolicyFieldValues {
  readonly title: string;
  readonly kind: PolicyKind;
  readonly owner: string;
  readonly audience: AudienceRole[];
  readonly reviewMonths: number;
}

/** The fields of a policy that do not belong to a version. */
export const PolicyFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true }];
  return (
    <>
      <Form.Item name="title" label={t('policies.title')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="kind" label={t('policies.kindName')} rules={required}>
          <Select options={PolicyKind.options.map((value) => ({ value, label: t(`policies.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="owner" label={t('policies.owner')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item name="audience" label={t('policies.audience')} extra={t('policies.audienceHint')}>
        <Select
          mode="multiple"
          placeholder={t('policies.nobody')}
          options={AudienceRole.options.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="reviewMonths"
        label={t('policies.reviewMonths')}
        extra={t('policies.reviewHint')}
        rules={required}
      >
        <InputNumber min={1} max={60} precision={0} />
      </Form.Item>
    </>
  );
};

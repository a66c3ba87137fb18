import { PROVINCES } from '@chedun/organisation/contract';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../documents/useWords.ts';

/** The fields of an enterprise; `fixed` leaves its credit code out. */
export const EnterpriseFields = ({ code = 'asked' }: { readonly code?: 'asked' | 'fixed' }) => {
  const { t } = useTranslation();
  const words = useWords();
  const required = [{ required: true }];
  return (
    <>
      <Form.Item name="name" label={t('supervision.firmName')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        {code === 'asked' && (
          <Form.Item name="creditCode" label={t('supervision.creditCode')} rules={[{ required: true, len: 18 }]}>
            <Input maxLength={18} className="mono" />
          </Form.Item>
        )}
        <Form.Item name="province" label={t('supervision.province')} rules={required}>
          <Select
            showSearch
            optionFilterProp="label"
            options={Object.entries(PROVINCES).map(([value, name]) => ({ value, label: words(name) }))}
          />
        </Form.Item>
        <Form.Item name="licence" label={t('supervision.licence')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="contact" label={t('supervision.contact')}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
    </>
  );
};

import { DeleteOutlined } from '@ant-design/icons';
import type { Filing } from '@chedun/supervision/contract';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { stepFiling } from '../../api/supervision.ts';
import { useWords } from '../documents/useWords.ts';
import { useFilingChange } from './useFilingChange.ts';

interface Asked {
  readonly field?: string;
  readonly text: string;
  readonly rule?: string;
}
interface Fields {
  readonly dueOn: string;
  readonly items: readonly Asked[];
}

const DAY = 86_400_000;
const dayAfter = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + days * DAY);

/** Asks for a supplement: what the machine found stands there and can be changed. */
export const SupplementDialog = ({ data, onClose }: { readonly data: Filing; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const words = useWords();
  const [form] = Form.useForm<Fields>();
  const { filing, problems, sections, supplementDays } = data;
  const ask = useFilingChange(
    filing.id,
    ({ dueOn, items }: Fields) =>
      stepFiling(filing.id, {
        action: 'ask-supplement',
        dueOn,
        items: items.map(({ field = '', text, rule = '' }) => ({ field, text, rule })),
      }),
    onClose,
  );
  const fields = [
    ...sections.flatMap((each) => each.fields).map(({ name, label }) => ({ value: name, label: words(label) })),
    { value: '', label: t('supervision.itemOther') },
  ];
  return (
    <Modal
      open
      width={820}
      title={t('supervision.supplementTitle')}
      okText={t('supervision.send')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={ask.isPending}
    >
      <p className="soft">{t('supervision.supplementAbout')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          dueOn: dayAfter(supplementDays),
          items: problems.map(({ field, zh, rule }) => ({ field, text: zh, rule })),
        }}
        onFinish={(order) => ask.mutate(order)}
      >
        <Form.Item name="dueOn" label={t('supervision.dueOn')} rules={[{ required: true }]}>
          <Input type="date" style={{ width: 180 }} />
        </Form.Item>
        <ItemLines fields={fields} />
      </Form>
    </Modal>
  );
};

const ItemLines = ({ fields }: { readonly fields: readonly { readonly value: string; readonly label: string }[] }) => {
  const { t } = useTranslation();
  return (
    <Form.List name="items">
      {(lines, { add, remove }) => (
        <div className="stack" style={{ gap: 8 }}>
          {lines.map(({ key, name }) => (
            <div key={key} className="supplement-line">
              <Form.Item name={[name, 'field']} noStyle initialValue="">
                <Select
                  showSearch
                  optionFilterProp="label"
                  aria-label={t('supervision.itemField')}
                  options={[...fields]}
                />
              </Form.Item>
              <Form.Item name={[name, 'text']} noStyle rules={[{ required: true, min: 2 }]}>
                <Input.TextArea
                  autoSize={{ minRows: 1, maxRows: 5 }}
                  maxLength={1000}
                  aria-label={t('supervision.itemText')}
                />
              </Form.Item>
              <Button icon={<DeleteOutlined />} aria-label={t('common.remove')} onClick={() => remove(name)} />
            </div>
          ))}
          <div>
            <Button onClick={() => add({ field: '', text: '' })}>{t('supervision.itemAdd')}</Button>
          </div>
        </div>
      )}
    </Form.List>
  );
};

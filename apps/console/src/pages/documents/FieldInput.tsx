import type { TemplateField } from '@chedun/documents/contract';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, InputNumber, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { cellsOf, type FormValue } from './formData.ts';
import { useWords } from './useWords.ts';

interface FieldProps<F extends TemplateField> {
  readonly field: F;
  readonly value: FormValue | undefined;
  readonly onChange: (value: FormValue | undefined) => void;
}

const textOf = (value: FormValue | undefined): string => (typeof value === 'string' ? value : '');
const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** The control of a field. */
export const FieldInput = ({ field, value, onChange }: FieldProps<TemplateField>) => {
  const words = useWords();
  const label = words(field.label);
  switch (field.type) {
    case 'text':
      return (
        <Input
          aria-label={label}
          maxLength={1000}
          value={textOf(value)}
          onChange={(e) => onChange(given(e.target.value))}
        />
      );
    case 'paragraph':
      return (
        <Input.TextArea
          aria-label={label}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={50_000}
          value={textOf(value)}
          onChange={(e) => onChange(given(e.target.value))}
        />
      );
    case 'number':
      return (
        <InputNumber
          aria-label={label}
          min={0}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'flag':
      return <Switch aria-label={label} checked={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <Select<string | null>
          allowClear
          aria-label={label}
          style={{ width: '100%' }}
          options={field.choices.map((choice) => ({ value: choice.value, label: words(choice.label) }))}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'date':
    case 'time':
      return <MomentInput field={field} value={value} onChange={onChange} />;
    case 'table':
      return <TableInput field={field} value={value} onChange={onChange} />;
  }
};

const MomentInput = ({ field, value, onChange }: FieldProps<TemplateField>) => {
  const words = useWords();
  const isDay = field.type === 'date';
  return (
    <DatePicker
      aria-label={words(field.label)}
      showTime={isDay ? false : { format: 'HH:mm' }}
      style={{ width: '100%' }}
      value={typeof value === 'string' ? dayjs(value) : null}
      onChange={(moment) =>
        onChange(moment === null ? undefined : isDay ? moment.format('YYYY-MM-DD') : moment.toISOString())
      }
    />
  );
};

const TableInput = ({ field, value, onChange }: FieldProps<Extract<TemplateField, { type: 'table' }>>) => {
  const { t } = useTranslation();
  const words = useWords();
  const rows = cellsOf(value);
  const change = (at: number, name: string, text: string): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [name]: text } : row)));
  return (
    <div className="document-table">
      {rows.map((row, at) => (
        <div key={at} className="document-row">
          <div className="document-cells">
            {field.columns.map(({ name, label }) => (
              <Input
                key={name}
                addonBefore={words(label)}
                aria-label={`${words(label)} ${at + 1}`}
                maxLength={4000}
                value={row[name] ?? ''}
                onChange={(event) => change(at, name, event.target.value)}
              />
            ))}
          </div>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('documents.removeRow')}
            onClick={() => onChange(rows.length === 1 ? undefined : rows.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...rows, {}])}>
        {t('documents.addRow', { what: words(field.label) })}
      </Button>
    </div>
  );
};

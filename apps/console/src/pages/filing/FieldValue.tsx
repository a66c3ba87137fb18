import type { FormField } from '@chedun/filing/contract';
import { useTranslation } from 'react-i18next';
import { useWords } from '../documents/useWords.ts';

type Row = Readonly<Record<string, unknown>>;

/** A value of the form as people read it. */
export const FieldValue = ({ field }: { readonly field: FormField }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { value, type } = field;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return <span className="faint">{t('filing.empty')}</span>;
  if (type === 'choice') {
    const choice = field.choices.find((each) => each.value === value);
    return choice === undefined ? String(value) : words(choice.label);
  }
  if (Array.isArray(value)) return <TableValue field={field} rows={value as readonly Row[]} />;
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  return String(value as string | number);
};

const TableValue = ({ field: { columns }, rows }: { readonly field: FormField; readonly rows: readonly Row[] }) => {
  const words = useWords();
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ name, label }) => (
            <th key={name}>{words(label)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 100).map((row, at) => (
          <tr key={at}>
            {columns.map(({ name }) => (
              <td key={name}>{String(row[name] ?? '')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

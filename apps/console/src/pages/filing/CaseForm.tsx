import type { CaseDetail, FormField } from '@chedun/filing/contract';
import type { TemplateField } from '@chedun/documents/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setCaseValues } from '../../api/filing.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { FieldInput } from '../documents/FieldInput.tsx';
import type { FormValue } from '../documents/formData.ts';
import { useWords } from '../documents/useWords.ts';
import { FieldValue } from './FieldValue.tsx';
import { useCaseChange } from './useCaseChange.ts';

interface FormProps {
  readonly detail: CaseDetail;
  readonly writes: 'may' | 'may-not';
}

/** The form, filled from records; each field says where its value comes from and can be changed. */
export const CaseForm = ({ detail, writes }: FormProps) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={t('filing.form')}>
      {detail.sections.map(({ title, fields }) => (
        <section key={title.zh}>
          <h3 className="document-section">{words(title)}</h3>
          {fields.map((field) => (
            <FieldLine key={field.name} id={detail.case.id} field={field} writes={writes} />
          ))}
        </section>
      ))}
    </Panel>
  );
};

const FieldLine = ({
  id,
  field,
  writes,
}: {
  readonly id: string;
  readonly field: FormField;
  readonly writes: FormProps['writes'];
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const close = (): void => setEditing(false);
  const save = useCaseChange(
    id,
    (value: FormField['value']) => setCaseValues(id, { values: { [field.name]: value } }),
    close,
  );
  return (
    <div className="filing-field" id={`field-${field.name}`}>
      <span className="soft">
        {words(field.label)} {field.required && <em>*</em>}
        {field.unverified && <span className="document-mark">{t('filing.unverified')}</span>}
      </span>
      {editing ? (
        <Editor field={field} onSave={(value) => save.mutate(value)} onClose={close} />
      ) : (
        <div className="filing-value">
          <FieldValue field={field} />
        </div>
      )}
      <span className="row nowrap" style={{ gap: 6 }}>
        {field.source === 'records' && <span className="faint">{t('filing.fromRecords')}</span>}
        {field.source === 'person' && <Chip tone="low">{t('filing.fromPerson')}</Chip>}
        {writes === 'may' && !editing && (
          <Button
            size="small"
            aria-label={`${t('filing.edit')} ${words(field.label)}`}
            onClick={() => setEditing(true)}
          >
            {t('filing.edit')}
          </Button>
        )}
        {writes === 'may' && field.source === 'person' && !editing && (
          <Button size="small" loading={save.isPending} onClick={() => save.mutate(null)}>
            {t('filing.takeRecords')}
          </Button>
        )}
      </span>
    </div>
  );
};

const Editor = ({
  field,
  onSave,
  onClose,
}: {
  readonly field: FormField;
  readonly onSave: (value: FormField['value']) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [value, setValue] = useState<FormValue | undefined>((field.value ?? undefined) as FormValue | undefined);
  // Only the texts of columns matter here; their widths belong to the printed form.
  const shape = { ...field, columns: field.columns.map((column) => ({ ...column, weight: 1 })) };
  return (
    <div className="stack" style={{ gap: 6 }}>
      <FieldInput field={shape as TemplateField} value={value} onChange={setValue} />
      <div className="row" style={{ gap: 6 }}>
        <Button size="small" type="primary" onClick={() => onSave((value ?? null) as FormField['value'])}>
          {t('filing.saveField')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
};

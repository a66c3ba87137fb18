import type { DocumentTemplate, TemplateField } from '@chedun/documents/contract';
import { useTranslation } from 'react-i18next';
import { FieldInput } from './FieldInput.tsx';
import { withValue, type FormData } from './formData.ts';
import { useWords } from './useWords.ts';

interface Problem {
  readonly at: string;
  readonly reason: string;
}

/** All fields of a template, section by section; what does not fit yet is said at its field. */
export const FormSections = ({
  template,
  data,
  onChange,
  problems,
}: {
  readonly template: DocumentTemplate;
  readonly data: FormData;
  readonly onChange: (data: FormData) => void;
  readonly problems: readonly Problem[];
}) => {
  const words = useWords();
  const problemOf = ({ name }: TemplateField): Problem | undefined =>
    problems.find(({ at }) => at === `/${name}` || at.startsWith(`/${name}/`));
  return (
    <>
      {template.sections.map(({ title, fields }) => (
        <section key={title.zh} className="stack">
          <h3 className="document-section">{words(title)}</h3>
          {fields.map((field) => (
            <div key={field.name} className="document-field">
              <FieldLabel field={field} isWrong={data[field.name] !== undefined && problemOf(field) !== undefined} />
              <FieldInput
                field={field}
                value={data[field.name]}
                onChange={(value) => onChange(withValue(data, field.name, value))}
              />
            </div>
          ))}
        </section>
      ))}
    </>
  );
};

const FieldLabel = ({ field, isWrong }: { readonly field: TemplateField; readonly isWrong: boolean }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <span>
      {words(field.label)} {field.required && <em>*</em>}
      {field.unverified && <span className="document-mark">{t('documents.unverified')}</span>}
      {isWrong && <span className="document-wrong">{t('documents.wrongValue')}</span>}
    </span>
  );
};

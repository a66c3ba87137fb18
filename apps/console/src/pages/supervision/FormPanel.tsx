import type { Filing } from '@chedun/supervision/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { filingFileUrl } from '../../api/supervision.ts';
import { formatBytes } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';

type FormField = Filing['sections'][number]['fields'][number];
type Row = Readonly<Record<string, unknown>>;

/** The form as it was filled in, with its files. */
export const FormPanel = ({ data }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { filing, sections, attachments, problems, basis } = data;
  const wrong = new Set(problems.map(({ field }) => field));
  const files = (
    <>
      <Button size="small" href={filingFileUrl(filing.id, filing.version, 'form.pdf')} target="_blank">
        {t('supervision.openPdf')}
      </Button>
      <Button size="small" href={filingFileUrl(filing.id, filing.version, 'package')} download>
        {t('supervision.download')}
      </Button>
    </>
  );
  return (
    <Panel title={t('supervision.form')} hint={words(basis.title)} extra={files}>
      {sections.map(({ title, fields }) => (
        <div key={title.zh} style={{ marginBottom: 14 }}>
          <h3 style={{ margin: '0 0 4px' }}>{words(title)}</h3>
          {fields.map((field) => (
            <div key={field.name} className="review-field" data-problem={wrong.has(field.name) ? 'yes' : 'no'}>
              <div className="soft">
                {words(field.label)}{' '}
                {field.unverified && (
                  <Chip tone="medium" title={t('supervision.unverifiedWhy')}>
                    {t('supervision.unverified')}
                  </Chip>
                )}
              </div>
              <div>
                {field.changed && <Chip tone="low">{t('supervision.changed')}</Chip>} <Value field={field} />
              </div>
            </div>
          ))}
        </div>
      ))}
      {attachments.length > 0 && (
        <div className="row" style={{ gap: 8 }}>
          <span className="soft">{t('supervision.attachments')}</span>
          {attachments.map(({ name, bytes }) => (
            <Button key={name} size="small" href={filingFileUrl(filing.id, filing.version, name)} download>
              {name.replace('attachments/', '')} · {formatBytes(bytes)}
            </Button>
          ))}
        </div>
      )}
    </Panel>
  );
};

const Value = ({ field: { value, columns } }: { readonly field: FormField }) => {
  const { t } = useTranslation();
  const words = useWords();
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return <span className="faint">{t('supervision.empty')}</span>;
  if (!Array.isArray(value)) return <span>{String(value as string | number)}</span>;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ name, label }) => (
            <th key={name} className="faint">
              {words(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(value as unknown as readonly Row[]).slice(0, 200).map((row, at) => (
          <tr key={at}>
            {columns.map(({ name }) => (
              <td key={name}>{String((row[name] ?? '') as string | number)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

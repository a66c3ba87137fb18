import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentTemplate } from '@chedun/documents/contract';
import { getTemplate, issueDocument, listTemplates, previewDocument } from '../../api/documents.ts';
import { usePreferences } from '../../app/preferences.ts';
import '../../styles/documents.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useSettled } from '../../ui/useSettled.ts';
import { FormSections } from './FormSections.tsx';
import type { FormData } from './formData.ts';
import { PagesView } from './PagesView.tsx';
import { useWords } from './useWords.ts';

/** Writes a document: the form on the left, its pages on the right. */
export const WriteTab = () => {
  const { t } = useTranslation();
  const words = useWords();
  const [chosen, setChosen] = useState<string>('grading-filing');
  const templates = useQuery({ queryKey: ['documents', 'templates'], queryFn: ({ signal }) => listTemplates(signal) });
  const detail = useQuery({
    queryKey: ['documents', 'template', chosen],
    queryFn: ({ signal }) => getTemplate(chosen, signal),
  });
  const groups = [...new Set((templates.data?.items ?? []).map(({ group }) => group))];
  return (
    <div className="stack">
      <div className="row" style={{ gap: 10 }}>
        <span className="soft">{t('documents.template')}</span>
        <Select<string>
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 380 }}
          aria-label={t('documents.template')}
          value={chosen}
          onChange={setChosen}
          options={groups.map((group) => ({
            label: t(`documents.groups.${group}`),
            options: (templates.data?.items ?? [])
              .filter((each) => each.group === group)
              .map(({ id, title }) => ({ value: id, label: words(title) })),
          }))}
        />
      </div>
      {detail.error !== null && <ErrorState error={detail.error} />}
      {detail.data && <Writer key={chosen} template={detail.data.template} />}
    </div>
  );
};

const Writer = ({ template }: { readonly template: DocumentTemplate }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { language } = usePreferences();
  const [title, setTitle] = useState('');
  const [subject, setSubject] = useState('');
  const [data, setData] = useState<FormData>({});
  const names = useMemo(
    () => ({ zh: title.trim() || template.title.zh, en: title.trim() || template.title.en }),
    [title, template],
  );
  const lang = language === 'en' ? ('en' as const) : ('zh' as const);
  const wanted = useMemo(() => ({ template: template.id, title: names, data, lang }), [template, names, data, lang]);
  const body = useSettled(wanted, 600);
  const preview = useQuery({
    queryKey: ['documents', 'preview', body],
    queryFn: ({ signal }) => previewDocument({ ...body, data: body.data as never }, signal),
    placeholderData: keepPreviousData,
  });
  const problems = preview.data?.problems ?? [];
  return (
    <div className="document-writer">
      <Panel title={words(template.title)} hint={words(template.basis)}>
        <div className="stack">
          {template.basisStatus === 'unverified' && (
            <Alert type="warning" showIcon title={t('documents.unverifiedBasis')} />
          )}
          {words(template.note) !== '' && <p className="soft document-note">{words(template.note)}</p>}
          <HeadFields title={title} onTitle={setTitle} subject={subject} onSubject={setSubject} />
          <FormSections template={template} data={data} onChange={setData} problems={problems} />
          <IssueButton template={template.id} title={names} subject={subject} data={data} open={problems.length} />
        </div>
      </Panel>
      <Panel title={t('documents.preview')} hint={t('documents.previewHint')}>
        {preview.error === null ? (
          <PagesView svg={preview.data?.svg} busy={preview.isFetching ? 'busy' : 'idle'} />
        ) : (
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        )}
      </Panel>
    </div>
  );
};

const HeadFields = ({
  title,
  onTitle,
  subject,
  onSubject,
}: {
  readonly title: string;
  readonly onTitle: (title: string) => void;
  readonly subject: string;
  readonly onSubject: (subject: string) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <label className="document-field">
        <span>{t('documents.title')}</span>
        <Input
          value={title}
          maxLength={200}
          aria-label={t('documents.title')}
          onChange={(e) => onTitle(e.target.value)}
        />
      </label>
      <label className="document-field">
        <span>
          {t('documents.subject')} <em>*</em>
        </span>
        <Input
          value={subject}
          maxLength={200}
          aria-label={t('documents.subject')}
          placeholder={t('documents.subjectHint')}
          onChange={(event) => onSubject(event.target.value)}
        />
      </label>
    </>
  );
};

const IssueButton = ({
  template,
  title,
  subject,
  data,
  open,
}: {
  readonly template: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly subject: string;
  readonly data: FormData;
  /** How many places of the data do not fit yet. */
  readonly open: number;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const issue = useMutation({
    mutationFn: () =>
      issueDocument({ template, title, subject: { kind: 'manual', id: subject.trim() }, data: data as never }),
    onSuccess: async ({ id, version }) => {
      await client.invalidateQueries({ queryKey: ['documents', 'list'] });
      say.done(t('documents.issued', { version }));
      await navigate({ to: '/documents/$id', params: { id } });
    },
    onError: say.problem,
  });
  const isReady = open === 0 && subject.trim() !== '';
  return (
    <div className="row" style={{ gap: 10 }}>
      <Button type="primary" disabled={!isReady} loading={issue.isPending} onClick={() => issue.mutate()}>
        {t('documents.issue')}
      </Button>
      <span className="soft">{isReady ? t('documents.issueAbout') : t('documents.openPlaces', { count: open })}</span>
    </div>
  );
};

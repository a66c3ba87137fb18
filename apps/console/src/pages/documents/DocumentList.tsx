import type { DocumentSummary } from '@chedun/documents/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDocuments, listTemplates } from '../../api/documents.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from './useWords.ts';

type Receipts = 'all' | 'with' | 'without';

const useColumns = (): readonly Column<DocumentSummary>[] => {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      textColumn('title', t('documents.title'), ({ title }) => words(title), { clip: 'clip' }),
      textColumn('template', t('documents.template'), ({ templateTitle }) => words(templateTitle), {
        width: 250,
        clip: 'clip',
      }),
      monoColumn('subject', t('documents.subject'), ({ subject }) => subject.id, { width: 170, clip: 'clip' }),
      textColumn('version', t('documents.version'), ({ version }) => version, { width: 70, align: 'right' }),
      shownColumn(
        'issuedAt',
        t('documents.issuedAt'),
        ({ issuedAt }) => issuedAt,
        ({ issuedAt }) => <TimeText at={issuedAt} />,
        { width: 170 },
      ),
      textColumn('issuedBy', t('documents.issuedBy'), ({ issuedBy }) => issuedBy, { width: 110, clip: 'clip' }),
      shownColumn(
        'receipts',
        t('documents.receipts'),
        ({ receipts }) => receipts,
        ({ receipts }) => (
          <span className="chip" data-tone={receipts > 0 ? 'good' : 'medium'}>
            {receipts > 0 ? t('documents.receiptCount', { count: receipts }) : t('documents.noReceipt')}
          </span>
        ),
        { width: 110 },
      ),
    ],
    [t, words],
  );
};

/** Every document, newest first. */
export const DocumentList = () => {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const [template, setTemplate] = useState<string>();
  const [search, setSearch] = useState<string>();
  const [receipts, setReceipts] = useState<Receipts>('all');
  const templates = useQuery({ queryKey: ['documents', 'templates'], queryFn: ({ signal }) => listTemplates(signal) });
  const filter = { template, search, receipts: receipts === 'all' ? undefined : receipts };
  const list = useCursorList(['documents', 'list', filter], (cursor, signal) =>
    listDocuments({ ...filter, cursor, limit: 50 }, signal),
  );
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 240 }}
          placeholder={t('documents.find')}
          onSearch={(text) => setSearch(text.trim() === '' ? undefined : text.trim())}
        />
        <Select<string | null>
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 280 }}
          placeholder={t('documents.template')}
          aria-label={t('documents.template')}
          options={(templates.data?.items ?? []).map(({ id, title }) => ({ value: id, label: words(title) }))}
          value={template ?? null}
          onChange={(value) => setTemplate(value ?? undefined)}
        />
        <Segmented<Receipts>
          value={receipts}
          onChange={setReceipts}
          options={(['all', 'with', 'without'] as const).map((value) => ({
            value,
            label: t(`documents.receiptFilter.${value}`),
          }))}
        />
      </div>
      <DataTable<DocumentSummary>
        {...list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/documents/$id', params: { id } })}
        empty={<EmptyState title={t('documents.empty')} hint={t('documents.emptyHint')} />}
        exportName="chedun-documents"
        sorting="none"
        minWidth={1100}
      />
    </Panel>
  );
};

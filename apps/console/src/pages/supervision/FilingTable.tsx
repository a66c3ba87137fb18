import { FILING_KINDS, type FilingKindId } from '@chedun/review';
import type { FilingLine, FilingQuery } from '@chedun/supervision/contract';
import { useNavigate } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listFilings } from '../../api/supervision.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useWords } from '../documents/useWords.ts';

interface TableProps {
  readonly title: string;
  readonly state: FilingQuery['state'];
  readonly columns: readonly Column<FilingLine>[];
  readonly empty: ReactNode;
  readonly exportName: string;
  readonly extra?: (search: string | undefined) => ReactNode;
}

/** Filings in some state, with a search and the choice of a kind. */
export const FilingTable = ({ title, state, columns, empty, exportName, extra }: TableProps) => {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useState<string>();
  const [kind, setKind] = useState<FilingKindId>();
  const list = useCursorList(
    ['supervision', 'filings', state, search, kind],
    (cursor, signal) => listFilings({ state, search, kind, cursor, limit: 50 } as Partial<FilingQuery>, signal),
    { refetchMs: 15_000 },
  );
  const find = (
    <>
      <Input.Search
        allowClear
        style={{ width: 260 }}
        placeholder={t('supervision.search')}
        onSearch={(text) => setSearch(text.trim() === '' ? undefined : text.trim())}
      />
      <Select<FilingKindId>
        allowClear
        style={{ width: 170 }}
        placeholder={t('supervision.kind')}
        aria-label={t('supervision.kind')}
        options={FILING_KINDS.map((each) => ({ value: each.id, label: words(each.title) }))}
        onChange={setKind}
      />
      {extra?.(search)}
    </>
  );
  return (
    <Panel title={title} body="flush" extra={find}>
      <DataTable<FilingLine>
        {...list}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/supervision/filings/$id', params: { id } })}
        sorting="none"
        exportName={exportName}
        minWidth={1000}
        empty={empty}
      />
    </Panel>
  );
};

import { PlusOutlined } from '@ant-design/icons';
import { ingestPermissions } from '@chedun/ingest/contract';
import type { Source } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSources } from '../../api/ingest.ts';
import { useMay } from '../../app/session.ts';
import { worstFirst } from '../../lib/sources.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { FlowStrip } from './FlowStrip.tsx';
import { SessionsTab } from './SessionsTab.tsx';
import { HowToSend, SourceDialog } from './SourceDialog.tsx';
import { useSourceColumns } from './useSourceColumns.tsx';

type Dialog = { readonly kind: 'new' } | { readonly kind: 'edit'; readonly source: Source };

/** 接入源: where records come from, and whether they come. */
export const SourcesPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [dialog, setDialog] = useState<Dialog>();
  const manages = may(ingestPermissions.manage);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({ kind: 'new' })}>
      {t('sources.create')}
    </Button>
  );
  return (
    <div className="page stack">
      <PageHead title={t('nav.sources')} about={t('sources.about')} extra={manages && create} />
      <FlowStrip />
      <Tabs
        items={[
          {
            key: 'sources',
            label: t('sources.tabSources'),
            children: (
              <SourceTable
                manages={manages}
                create={manages && create}
                onEdit={(source) => setDialog({ kind: 'edit', source })}
              />
            ),
          },
          { key: 'sessions', label: t('sources.sessions'), children: <SessionsTab /> },
        ]}
      />
      {dialog !== undefined && (
        <SourceDialog
          {...(dialog.kind === 'edit' ? { source: dialog.source } : {})}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
};

interface SourceTableProps {
  readonly manages: boolean;
  readonly create: React.ReactNode;
  readonly onEdit: (source: Source) => void;
}

const SourceTable = ({ manages, create, onEdit }: SourceTableProps) => {
  const { t } = useTranslation();
  const sources = useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => listSources(signal),
    refetchInterval: 5_000,
  });
  const columns = useSourceColumns(manages, onEdit);
  return (
    <Panel body="flush">
      <DataTable
        columns={columns}
        rows={sources.data === undefined ? undefined : worstFirst(sources.data.items)}
        rowKey={(row) => row.id}
        error={sources.error}
        onRetry={() => void sources.refetch()}
        expand={(row) => <HowToSend source={row} />}
        exportName="chedun-sources"
        minWidth={1120}
        empty={<EmptyState title={t('sources.empty')} hint={t('sources.emptyHint')} action={create} />}
      />
    </Panel>
  );
};

import { PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { v2xTrustPermissions, type Anchor, type TrustList } from '@chedun/v2x-trust/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeOwnHierarchy, trustAnchors, trustLists } from '../../api/v2xTrust.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { anchorColumns, listColumns } from './columns.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { ListDrawer } from './ListDrawer.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';

const REFRESH_MS = 10_000;

/** Lists of trust, the certificates that they hang on, and where they come from. */
export const ListsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [importing, setImporting] = useState<'list' | 'anchor'>();
  const [publishing, setPublishing] = useState(false);
  const [open, setOpen] = useState<string>();
  const lists = useQuery({
    queryKey: ['v2x-trust', 'lists'],
    queryFn: ({ signal }) => trustLists(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => listColumns(t), [t]);
  const bring = may(v2xTrustPermissions.propose) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setImporting('list')}>
      {t('roadTrust.import')}
    </Button>
  );
  return (
    <div className="stack">
      <Panel
        title={t('roadTrust.lists')}
        hint={t('roadTrust.listsHint')}
        body="flush"
        extra={
          <>
            {may(v2xTrustPermissions.publish) && (
              <Button icon={<SafetyCertificateOutlined />} onClick={() => setPublishing(true)}>
                {t('roadTrust.publish')}
              </Button>
            )}
            {bring}
          </>
        }
      >
        <DataTable<TrustList>
          columns={columns}
          rows={lists.data?.items}
          rowKey={(row) => row.id}
          error={lists.error}
          onRetry={() => void lists.refetch()}
          onRow={(row) => setOpen(row.id)}
          exportName="chedun-trust-lists"
          sorting="browser"
          minWidth={1120}
          empty={<EmptyState title={t('roadTrust.listsEmpty')} hint={t('roadTrust.listsEmptyHint')} action={bring} />}
        />
      </Panel>
      <AnchorPanel onImport={() => setImporting('anchor')} />
      <SourcesPanel />
      {importing && <ImportDialog what={importing} onClose={() => setImporting(undefined)} />}
      {publishing && <PublishDialog onClose={() => setPublishing(false)} />}
      {open !== undefined && <ListDrawer id={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
};

/** Proposes to trust what this platform issues itself. */
const TrustOwnButton = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const propose = useMutation({
    mutationFn: proposeOwnHierarchy,
    onSuccess: async () => {
      say.done(t('roadTrust.trustOwnDone'));
      await client.invalidateQueries({ queryKey: ['v2x-trust', 'anchors'] });
    },
    onError: say.problem,
  });
  return (
    <Button loading={propose.isPending} onClick={() => propose.mutate()}>
      {t('roadTrust.trustOwn')}
    </Button>
  );
};

const AnchorPanel = ({ onImport }: { readonly onImport: () => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  const anchors = useQuery({
    queryKey: ['v2x-trust', 'anchors'],
    queryFn: ({ signal }) => trustAnchors(signal),
    refetchInterval: REFRESH_MS,
  });
  const mayDecide = may(v2xTrustPermissions.accept);
  const columns = useMemo(() => anchorColumns(t, mayDecide), [t, mayDecide]);
  const bring = may(v2xTrustPermissions.propose) && (
    <span className="row">
      <TrustOwnButton />
      <Button icon={<PlusOutlined />} onClick={onImport}>
        {t('roadTrust.import')}
      </Button>
    </span>
  );
  return (
    <Panel title={t('roadTrust.anchors')} hint={t('roadTrust.anchorsHint')} body="flush" extra={bring}>
      <DataTable<Anchor>
        columns={columns}
        rows={anchors.data?.items}
        rowKey={(row) => row.id}
        error={anchors.error}
        onRetry={() => void anchors.refetch()}
        exportName="chedun-trust-anchors"
        sorting="browser"
        minWidth={1000}
        empty={
          <EmptyState
            size="small"
            title={t('roadTrust.anchorsEmpty')}
            hint={t('roadTrust.anchorsEmptyHint')}
            action={bring}
          />
        }
      />
    </Panel>
  );
};

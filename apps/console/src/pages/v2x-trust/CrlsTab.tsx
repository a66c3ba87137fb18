import { PlusOutlined } from '@ant-design/icons';
import { v2xTrustPermissions, type Crl } from '@chedun/v2x-trust/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v2xCrls } from '../../api/v2xTrust.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { crlColumns } from './columns.tsx';
import { ImportDialog } from './ImportDialog.tsx';

const REFRESH_MS = 30_000;

/** Revocation lists. */
export const CrlsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [importing, setImporting] = useState(false);
  const crls = useQuery({
    queryKey: ['v2x-trust', 'crls'],
    queryFn: ({ signal }) => v2xCrls(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => crlColumns(t), [t]);
  const bring = may(v2xTrustPermissions.propose) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setImporting(true)}>
      {t('roadTrust.import')}
    </Button>
  );
  return (
    <Panel title={t('roadTrust.crls')} hint={t('roadTrust.crlsHint')} body="flush" extra={bring}>
      <DataTable<Crl>
        columns={columns}
        rows={crls.data?.items}
        rowKey={({ id }) => id}
        error={crls.error}
        onRetry={() => void crls.refetch()}
        exportName="chedun-v2x-crls"
        sorting="browser"
        minWidth={1080}
        empty={<EmptyState title={t('roadTrust.crlsEmpty')} hint={t('roadTrust.crlsEmptyHint')} action={bring} />}
      />
      {importing && <ImportDialog what="crl" onClose={() => setImporting(false)} />}
    </Panel>
  );
};

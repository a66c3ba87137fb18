import { PlusOutlined } from '@ant-design/icons';
import { signaturePermissions } from '@chedun/signatures/contract';
import type { KeyStatus, VehicleKey } from '@chedun/signatures/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Popconfirm, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideVehicleKeys, listVehicleKeys } from '../../api/signatures.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportKeysDialog } from './ImportKeysDialog.tsx';
import { keyColumns } from './keyColumns.tsx';
import { SignatureKpis } from './SignatureKpis.tsx';

const REFRESH_MS = 10_000;

/** 车辆签名: whose public key signs, and what became of signed reports. */
export const SignaturesPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [find, setFind] = useState('');
  const [status, setStatus] = useState<KeyStatus | 'any'>('any');
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [importing, setImporting] = useState(false);
  const keys = useQuery({
    queryKey: ['signatures', 'keys', find, status],
    queryFn: ({ signal }) =>
      listVehicleKeys({ ...(find === '' ? {} : { search: find }), ...(status === 'any' ? {} : { status }) }, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => keyColumns(t), [t]);
  const bring = may(signaturePermissions.manage) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setImporting(true)}>
      {t('signatures.import')}
    </Button>
  );
  return (
    <div className="page stack">
      <PageHead title={t('nav.signatures')} about={t('signatures.about')} extra={bring} />
      <SignatureKpis />
      <Alert type="info" showIcon title={t('signatures.notCertified')} />
      <Panel body="flush">
        <div className="toolbar">
          <Input.Search
            allowClear
            style={{ width: 260 }}
            placeholder={t('signatures.find')}
            onSearch={(text) => setFind(text.trim())}
          />
          <StatusFilter status={status} onChange={setStatus} />
          {may(signaturePermissions.manage) && <Decide keys={selected} onDone={() => setSelected([])} />}
        </div>
        <DataTable<VehicleKey>
          columns={columns}
          rows={keys.data?.items}
          rowKey={(row) => row.fingerprint}
          total={keys.data?.total}
          error={keys.error}
          onRetry={() => void keys.refetch()}
          selection={{ keys: selected, onChange: setSelected }}
          exportName="chedun-vehicle-keys"
          sorting="browser"
          minWidth={1060}
          empty={<EmptyState title={t('signatures.empty')} hint={t('signatures.emptyHint')} action={bring} />}
        />
      </Panel>
      {importing && <ImportKeysDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const StatusFilter = ({
  status,
  onChange,
}: {
  readonly status: KeyStatus | 'any';
  readonly onChange: (status: KeyStatus | 'any') => void;
}) => {
  const { t } = useTranslation();
  return (
    <Segmented<KeyStatus | 'any'>
      value={status}
      onChange={onChange}
      options={[
        { value: 'any', label: t('signatures.anyStatus') },
        ...(['trusted', 'offered', 'withdrawn'] as const).map((value) => ({
          value,
          label: t(`signatures.statusOf.${value}`),
        })),
      ]}
    />
  );
};

const Decide = ({ keys, onDone }: { readonly keys: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: decideVehicleKeys,
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: ['signatures'] });
    },
    onError: say.problem,
  });
  if (keys.length === 0) return null;
  return (
    <>
      {(['trusted', 'withdrawn'] as const).map((status) => (
        <Popconfirm
          key={status}
          title={t(`signatures.ask.${status}`, { count: keys.length })}
          onConfirm={() => decide.mutate({ fingerprints: [...keys], status })}
        >
          <Button danger={status === 'withdrawn'} loading={decide.isPending}>
            {t(`signatures.decide.${status}`, { count: keys.length })}
          </Button>
        </Popconfirm>
      ))}
    </>
  );
};

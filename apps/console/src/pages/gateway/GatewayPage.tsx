import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { BindingKind, BindingStatus, gatewayPermissions } from '@chedun/gateway/contract';
import type { Binding } from '@chedun/gateway/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Segmented, Select, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bindingExportUrl, confirmProposedBindings, decideBindings, listBindings } from '../../api/gateway.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { bindingColumns } from './bindingColumns.tsx';
import { CipherKeyPanel } from './CipherKeyPanel.tsx';
import { GatewayKpis } from './GatewayKpis.tsx';
import { ImportBindingsDialog } from './ImportBindingsDialog.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { RoadUnits } from './RoadUnits.tsx';

const REFRESH_MS = 10_000;
type Any<T> = T | 'any';

interface Filter {
  readonly find: string;
  readonly kind: Any<BindingKind>;
  readonly status: Any<BindingStatus>;
}

const queryOf = ({ find, kind, status }: Filter) => ({
  ...(find === '' ? {} : { search: find }),
  ...(kind === 'any' ? {} : { kind }),
  ...(status === 'any' ? {} : { status }),
});

const keyOf = ({ subject, kind, value }: Binding): string => `${subject}\n${kind}\n${value}`;

/** 接入绑定: who may speak for which vehicle, and which roadside units are known. */
export const GatewayPage = () => {
  const { t } = useTranslation();
  return (
    <div className="page">
      <PageHead title={t('nav.gateway')} about={t('gateway.about')} />
      <Tabs
        destroyOnHidden
        items={[
          { key: 'vehicles', label: t('gateway.tabs.vehicles'), children: <VehicleAccess /> },
          { key: 'road', label: t('gateway.tabs.road'), children: <RoadUnits /> },
          { key: 'keys', label: t('gateway.tabs.keys'), children: <CipherKeyPanel /> },
        ]}
      />
    </div>
  );
};

const VehicleAccess = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [filter, setFilter] = useState<Filter>({ find: '', kind: 'any', status: 'any' });
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [importing, setImporting] = useState(false);
  const list = useCursorList(
    ['gateway', 'bindings', filter],
    (cursor, signal) => listBindings({ ...queryOf(filter), ...(cursor === undefined ? {} : { cursor }) }, signal),
    { refetchMs: REFRESH_MS },
  );
  const columns = useMemo(() => bindingColumns(t), [t]);
  const mayManage = may(gatewayPermissions.manage);
  const bring = mayManage && (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
      {t('gateway.import')}
    </Button>
  );
  const chosen = list.rows?.filter((row) => selected.includes(keyOf(row))) ?? [];
  return (
    <div className="stack">
      <GatewayKpis />
      <PolicyPanel />
      <Panel
        title={t('gateway.bindings')}
        body="flush"
        extra={
          <span className="row">
            <Button icon={<DownloadOutlined />} href={bindingExportUrl}>
              {t('gateway.export')}
            </Button>
            {bring}
          </span>
        }
      >
        <BindingToolbar filter={filter} onChange={setFilter}>
          {mayManage && <Decide bindings={chosen} onDone={() => setSelected([])} />}
          {mayManage && <ConfirmLearned />}
        </BindingToolbar>
        <DataTable<Binding>
          columns={columns}
          rows={list.rows}
          rowKey={keyOf}
          total={list.total}
          error={list.error}
          onRetry={list.onRetry}
          more={list.more}
          selection={{ keys: selected, onChange: setSelected }}
          sorting="none"
          minWidth={1010}
          empty={<EmptyState title={t('gateway.empty')} hint={t('gateway.emptyHint')} action={bring} />}
        />
      </Panel>
      {importing && <ImportBindingsDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const Decide = ({ bindings, onDone }: { readonly bindings: readonly Binding[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: decideBindings,
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: ['gateway'] });
    },
    onError: say.problem,
  });
  if (bindings.length === 0) return null;
  const named = bindings.map(({ subject, kind, value }) => ({ subject, kind, value }));
  return (['confirmed', 'withdrawn'] as const).map((status) => (
    <Popconfirm
      key={status}
      title={t(`gateway.ask.${status}`, { count: bindings.length })}
      onConfirm={() => decide.mutate({ bindings: named, status })}
    >
      <Button danger={status === 'withdrawn'} loading={decide.isPending}>
        {t(`gateway.decide.${status}`, { count: bindings.length })}
      </Button>
    </Popconfirm>
  ));
};

/** Confirms everything that was learned so far. */
const ConfirmLearned = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['gateway', 'proposed'],
    queryFn: ({ signal }) => listBindings({ status: 'proposed', limit: 1 }, signal),
    refetchInterval: REFRESH_MS,
  });
  const confirm = useMutation({
    mutationFn: confirmProposedBindings,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['gateway'] }),
    onError: say.problem,
  });
  const proposed = data?.proposed ?? 0;
  if (proposed === 0) return null;
  return (
    <Popconfirm title={t('gateway.askAll', { count: proposed })} onConfirm={() => confirm.mutate()}>
      <Button loading={confirm.isPending}>{t('gateway.confirmAll', { count: proposed })}</Button>
    </Popconfirm>
  );
};

const BindingToolbar = ({
  filter,
  onChange,
  children,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 280 }}
        placeholder={t('gateway.find')}
        onSearch={(text) => onChange({ ...filter, find: text.trim() })}
      />
      <Select<Any<BindingKind>>
        style={{ width: 140 }}
        value={filter.kind}
        onChange={(kind) => onChange({ ...filter, kind })}
        options={[
          { value: 'any', label: t('gateway.anyKind') },
          ...BindingKind.options.map((value) => ({ value, label: t(`gateway.kindOf.${value}`) })),
        ]}
      />
      <Segmented<Any<BindingStatus>>
        value={filter.status}
        onChange={(status) => onChange({ ...filter, status })}
        options={[
          { value: 'any', label: t('gateway.anyStatus') },
          ...BindingStatus.options.map((value) => ({ value, label: t(`gateway.statusOf.${value}`) })),
        ]}
      />
      {children}
    </div>
  );
};

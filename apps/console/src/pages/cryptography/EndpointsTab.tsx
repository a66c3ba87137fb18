import { PlusOutlined, RadarChartOutlined, UploadOutlined } from '@ant-design/icons';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import type { Endpoint } from '@chedun/cryptography/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { importEndpoints, listEndpoints, probeEndpoints } from '../../api/cryptography.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { endpointColumns } from './endpointColumns.tsx';
import { EndpointDialog } from './EndpointDialog.tsx';
import { EndpointDrawer } from './EndpointDrawer.tsx';
import { EndpointKpis } from './EndpointKpis.tsx';
import { ImportCryptographyDialog } from './ImportCryptographyDialog.tsx';

const REFRESH_MS = 5000;
const KINDS = ['vehicle', 'api', 'ota', 'app', 'roadside', 'other'] as const;
const EXAMPLE = 'name,host,port,kind,speaks,mutual,sm\nTSP,tsp.example.cn,8883,vehicle,any,yes,yes';

const isWanted = ({ name, host, kind }: Endpoint, find: string, kinds: readonly Endpoint['kind'][]): boolean =>
  `${name} ${host}`.toLowerCase().includes(find.toLowerCase()) && (kinds.length === 0 || kinds.includes(kind));

/** Declared endpoints with what their newest probe showed. */
export const EndpointsTab = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay()(cryptographyPermissions.manage);
  const [find, setFind] = useState('');
  const [kinds, setKinds] = useState<readonly Endpoint['kind'][]>([]);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string>();
  const [dialog, setDialog] = useState<'declare' | 'import'>();
  const list = useQuery({
    queryKey: ['cryptography', 'endpoints'],
    queryFn: ({ signal }) => listEndpoints(signal),
    refetchInterval: REFRESH_MS,
  });
  const rows = list.data?.items.filter((row) => isWanted(row, find, kinds));
  const columns = useMemo(() => endpointColumns(t, language), [t, language]);
  const declare = may && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('declare')}>
      {t('cryptography.declare')}
    </Button>
  );
  return (
    <div className="stack">
      <EndpointKpis endpoints={list.data?.items} />
      <Panel body="flush">
        <Toolbar
          kinds={kinds}
          onKinds={setKinds}
          onFind={setFind}
          probe={<ProbeButton selected={selected} disabled={(list.data?.total ?? 0) === 0} />}
          {...(may ? { onImport: () => setDialog('import') } : {})}
          declare={declare}
        />
        <DataTable<Endpoint>
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          total={list.data?.total}
          error={list.error}
          onRetry={() => void list.refetch()}
          onRow={({ id }) => setOpened(id)}
          selection={{ keys: selected, onChange: setSelected }}
          exportName="chedun-endpoints"
          sorting="browser"
          minWidth={1120}
          empty={
            <EmptyState
              title={t('cryptography.noEndpoints')}
              hint={t('cryptography.noEndpointsHint')}
              action={declare}
            />
          }
        />
      </Panel>
      {opened !== undefined && <EndpointDrawer id={opened} onClose={() => setOpened(undefined)} />}
      <Dialogs opened={dialog} onClose={() => setDialog(undefined)} />
    </div>
  );
};

const ProbeButton = ({ selected, disabled }: { readonly selected: readonly string[]; readonly disabled: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const probe = useMutation({
    mutationFn: probeEndpoints,
    onSuccess: async ({ ordered }) => {
      say.done(t('cryptography.ordered', { count: ordered }));
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  if (!useMay()(cryptographyPermissions.probe)) return null;
  return (
    <Button
      icon={<RadarChartOutlined />}
      loading={probe.isPending}
      disabled={disabled}
      onClick={() => probe.mutate(selected)}
    >
      {selected.length === 0 ? t('cryptography.probeAll') : t('cryptography.probeSome', { count: selected.length })}
    </Button>
  );
};

const Toolbar = ({
  kinds,
  onKinds,
  onFind,
  probe,
  onImport,
  declare,
}: {
  readonly kinds: readonly Endpoint['kind'][];
  readonly onKinds: (kinds: readonly Endpoint['kind'][]) => void;
  readonly onFind: (text: string) => void;
  readonly probe: ReactNode;
  readonly onImport?: () => void;
  readonly declare: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 240 }}
        placeholder={t('cryptography.findEndpoint')}
        onSearch={(text) => onFind(text.trim())}
      />
      <FilterSelect
        label={t('cryptography.kind')}
        value={kinds}
        onChange={onKinds}
        options={KINDS.map((value) => ({ value, label: t(`cryptography.kindOf.${value}`) }))}
      />
      <span style={{ flex: 1 }} />
      {probe}
      {onImport && (
        <Button icon={<UploadOutlined />} onClick={onImport}>
          {t('cryptography.importTable')}
        </Button>
      )}
      {declare}
    </div>
  );
};

const Dialogs = ({
  opened,
  onClose,
}: {
  readonly opened: 'declare' | 'import' | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  if (opened === 'declare') return <EndpointDialog onClose={onClose} />;
  if (opened === undefined) return null;
  return (
    <ImportCryptographyDialog
      title={t('cryptography.importEndpoints')}
      about={t('cryptography.importEndpointsAbout')}
      example={EXAMPLE}
      send={importEndpoints}
      onClose={onClose}
    />
  );
};

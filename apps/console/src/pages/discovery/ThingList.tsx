import { discoveryPermissions, DiscoverySource, ThingState } from '@chedun/discovery/contract';
import type { Thing, ThingQuery } from '@chedun/discovery/contract';
import { Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listThings } from '../../api/discovery.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { thingColumns } from './columns.tsx';
import { RegisterDialog } from './RegisterDialog.tsx';
import { ThingDrawer } from './ThingDrawer.tsx';

const SORTS: Readonly<Record<string, ThingQuery['sort']>> = {
  name: 'name',
  lastSeen: 'lastSeen',
};

interface Filters {
  readonly q: string | undefined;
  readonly state: ThingState | undefined;
  readonly source: DiscoverySource | undefined;
}

/** Every thing that was discovered; chosen ones can be registered together. */
export const ThingList = ({ bring }: { readonly bring: ReactNode }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, setFilters] = useState<Filters>({ q: undefined, state: undefined, source: undefined });
  const [by, setBy] = useState('lastSeen');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<string>();
  const [registering, setRegistering] = useState<readonly Thing[]>();
  const columns = useMemo(() => thingColumns(t), [t]);
  const list = useCursorList(['discovery', 'things', filters, by], (cursor, signal) =>
    listThings({ ...filters, sort: SORTS[by] ?? 'lastSeen', cursor, limit: 100 }, signal),
  );
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const unknown = list.rows?.filter(({ id, state }) => chosen.includes(id) && state !== 'registered') ?? [];
  const mayWrite = may(discoveryPermissions.write);
  return (
    <Panel body="flush">
      <div className="toolbar">
        <ThingFilters filters={filters} onChange={setFilters} />
        {mayWrite && unknown.length > 0 && (
          <Button type="primary" onClick={() => setRegistering(unknown)}>
            {t('discovery.registerTitle', { count: unknown.length })}
          </Button>
        )}
      </div>
      <DataTable<Thing>
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        sorting={{ by, onChange: setBy }}
        exportName="chedun-discovery"
        minWidth={1150}
        onRow={(row) => setOpen(row.id)}
        {...(mayWrite ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        empty={
          isFiltered ? (
            <EmptyState title={t('discovery.noMatch')} hint={t('discovery.noMatchHint')} />
          ) : (
            <EmptyState title={t('discovery.empty')} hint={t('discovery.emptyHint')} action={bring} />
          )
        }
      />
      {open !== undefined && <ThingDrawer id={open} onRegister={setRegistering} onClose={() => setOpen(undefined)} />}
      {registering !== undefined && (
        <RegisterDialog
          things={registering}
          onClose={() => {
            setRegistering(undefined);
            setChosen([]);
          }}
        />
      )}
    </Panel>
  );
};

const ThingFilters = ({
  filters,
  onChange,
}: {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Input.Search
        allowClear
        style={{ width: 280 }}
        placeholder={t('discovery.find')}
        onSearch={(text) => onChange({ ...filters, q: text.trim() === '' ? undefined : text.trim() })}
      />
      <Select<ThingState>
        allowClear
        style={{ width: 130 }}
        placeholder={t('discovery.anyState')}
        aria-label={t('discovery.stateTitle')}
        options={ThingState.options.map((value) => ({ value, label: t(`discovery.state.${value}`) }))}
        onChange={(state: ThingState | undefined) => onChange({ ...filters, state })}
      />
      <Select<DiscoverySource>
        allowClear
        style={{ width: 170 }}
        placeholder={t('discovery.anySource')}
        aria-label={t('discovery.sources')}
        options={DiscoverySource.options.map((value) => ({ value, label: t(`discovery.source.${value}`) }))}
        onChange={(source: DiscoverySource | undefined) => onChange({ ...filters, source })}
      />
    </>
  );
};

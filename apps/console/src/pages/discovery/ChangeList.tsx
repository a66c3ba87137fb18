import { ChangeKind } from '@chedun/discovery/contract';
import type { Change } from '@chedun/discovery/contract';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listChanges } from '../../api/discovery.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { changeColumns } from './columns.tsx';
import { ThingDrawer } from './ThingDrawer.tsx';
import { RegisterDialog } from './RegisterDialog.tsx';
import type { Thing } from '@chedun/discovery/contract';

/** What became different, newest first. */
export const ChangeList = () => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ChangeKind>();
  const [open, setOpen] = useState<string>();
  const [registering, setRegistering] = useState<readonly Thing[]>();
  const columns = useMemo(() => changeColumns(t, 'all'), [t]);
  const list = useCursorList(['discovery', 'changes', kind], async (cursor, signal) =>
    listChanges({ kind, cursor }, signal),
  );
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Select<ChangeKind>
          allowClear
          style={{ width: 160 }}
          placeholder={t('discovery.anyKind')}
          aria-label={t('discovery.change')}
          options={ChangeKind.options.map((value) => ({ value, label: t(`discovery.kind.${value}`) }))}
          onChange={(value: ChangeKind | undefined) => setKind(value)}
        />
      </div>
      <DataTable<Change>
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        sorting="none"
        exportName="chedun-discovery-changes"
        minWidth={1000}
        onRow={(row) => setOpen(row.thing)}
        empty={<EmptyState title={t('discovery.changesEmpty')} hint={t('discovery.changesEmptyHint')} />}
      />
      {open !== undefined && <ThingDrawer id={open} onRegister={setRegistering} onClose={() => setOpen(undefined)} />}
      {registering !== undefined && <RegisterDialog things={registering} onClose={() => setRegistering(undefined)} />}
    </Panel>
  );
};

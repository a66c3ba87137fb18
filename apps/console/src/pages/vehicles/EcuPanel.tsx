import type { Vehicle } from '@chedun/assets/contract';
import type { TFunction } from 'i18next';
import { Segmented, Skeleton, Tree } from 'antd';
import type { TreeDataNode } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

type Ecu = Vehicle['ecus'][number];

/** What is built into a vehicle, as a tree of units and versions or as a table. */
export const EcuPanel = ({ vehicle }: { readonly vehicle: Vehicle | undefined }) => {
  const { t } = useTranslation();
  const [face, setFace] = useState<'tree' | 'table'>('tree');
  const empty = <EmptyState size="small" title={t('vehicles.noEcus')} hint={t('vehicles.noEcusHint')} />;
  return (
    <Panel
      title={t('vehicles.ecus')}
      body="flush"
      extra={
        <Segmented
          size="small"
          value={face}
          onChange={setFace}
          options={[
            { value: 'tree', label: t('twin.tree') },
            { value: 'table', label: t('twin.table') },
          ]}
        />
      }
    >
      {vehicle === undefined && <Skeleton active style={{ padding: 14 }} />}
      {vehicle !== undefined && face === 'tree' && (vehicle.ecus.length === 0 ? empty : <EcuTree vehicle={vehicle} />)}
      {vehicle !== undefined && face === 'table' && (
        <DataTable
          columns={columnsOf(t)}
          rows={vehicle.ecus}
          rowKey={(row) => row.name}
          exportName={`chedun-${vehicle.vin}-ecus`}
          minWidth={560}
          empty={empty}
        />
      )}
    </Panel>
  );
};

const columnsOf = (t: TFunction): readonly Column<Ecu>[] => [
  shownColumn(
    'name',
    t('vehicles.ecuName'),
    (row) => row.name,
    (row) => <strong>{row.name}</strong>,
    { width: 100 },
  ),
  monoColumn('software', t('vehicles.software'), (row) => row.softwareVersion, { width: 130 }),
  monoColumn('hardware', t('vehicles.hardware'), (row) => row.hardwareVersion, { width: 110 }),
  monoColumn('part', t('vehicles.partNumber'), (row) => row.partNumber, { width: 120 }),
  textColumn('supplier', t('vehicles.supplier'), (row) => row.supplier),
];

const leavesOf = (ecu: Ecu, t: TFunction): TreeDataNode[] =>
  (
    [
      ['software', t('vehicles.software'), ecu.softwareVersion],
      ['hardware', t('vehicles.hardware'), ecu.hardwareVersion],
      ['part', t('vehicles.partNumber'), ecu.partNumber],
      ['supplier', t('vehicles.supplier'), ecu.supplier],
    ] as const
  )
    .filter(([, , value]) => value !== '')
    .map(([key, name, value]) => ({
      key: `${ecu.name}/${key}`,
      isLeaf: true,
      title: (
        <span>
          <span className="soft">{name}</span> <span className="mono">{value}</span>
        </span>
      ),
    }));

const EcuTree = ({ vehicle }: { readonly vehicle: Vehicle }) => {
  const { t } = useTranslation();
  const nodes = useMemo(
    (): TreeDataNode[] => [
      {
        key: vehicle.vin,
        title: <strong>{[vehicle.brand, vehicle.model].filter((part) => part !== '').join(' ') || vehicle.vin}</strong>,
        children: vehicle.ecus.map((ecu) => ({
          key: ecu.name,
          title: (
            <span className="row" style={{ gap: 8 }}>
              <strong>{ecu.name}</strong>
              <span className="mono soft">{ecu.softwareVersion}</span>
            </span>
          ),
          children: leavesOf(ecu, t),
        })),
      },
    ],
    [vehicle, t],
  );
  return (
    <Tree
      treeData={nodes}
      showLine
      selectable={false}
      defaultExpandedKeys={[vehicle.vin]}
      style={{ padding: '8px 10px', maxHeight: 360, overflowY: 'auto' }}
    />
  );
};

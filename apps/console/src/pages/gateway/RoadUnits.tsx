import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { gatewayPermissions, type RoadUnitList, type RoadUnitRow } from '@chedun/gateway/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listRoadUnits, removeRoadUnit } from '../../api/roadUnits.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BackgroundButton } from '../../ui/plane/BackgroundButton.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportRoadUnitsDialog } from './ImportRoadUnitsDialog.tsx';
import { RoadUnitDialog, type Draft } from './RoadUnitDialog.tsx';
import { RoadUnitPlane } from './RoadUnitPlane.tsx';

const REFRESH_MS = 10_000;
const DIGITS = 6;

interface Acts {
  readonly edit: (unit: RoadUnitRow) => void;
  readonly remove: (id: string) => void;
}

const unitColumns = (t: TFunction): readonly Column<RoadUnitRow>[] => [
  monoColumn('id', t('gateway.road.id'), ({ id }) => id, { width: 130 }),
  textColumn('title', t('gateway.road.name'), ({ title }) => title, { clip: 'clip' }),
  monoColumn('sender', t('gateway.road.sender'), ({ sender }) => sender, { width: 190, clip: 'clip' }),
  monoColumn(
    'position',
    t('gateway.road.position'),
    ({ lat, lon }) => `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`,
    {
      width: 190,
    },
  ),
  shownColumn(
    'heard',
    t('gateway.road.heard'),
    ({ lastHeard }) => lastHeard ?? '',
    ({ lastHeard }) =>
      lastHeard === null ? <span className="faint">{t('gateway.road.silent')}</span> : <TimeText at={lastHeard} />,
    { width: 168 },
  ),
];

const actColumn = (t: TFunction, acts: Acts | undefined): Column<RoadUnitRow> => ({
  key: 'acts',
  title: '',
  width: 150,
  align: 'right',
  render: (unit) =>
    unit.origin === 'config' ? (
      <Chip tone="info">{t('gateway.road.fromSettings')}</Chip>
    ) : (
      acts && (
        <span className="row" style={{ justifyContent: 'flex-end', gap: 4 }}>
          <Button size="small" type="link" onClick={() => acts.edit(unit)}>
            {t('common.edit')}
          </Button>
          <Popconfirm title={t('gateway.road.askRemove', { id: unit.id })} onConfirm={() => acts.remove(unit.id)}>
            <Button size="small" type="link" danger>
              {t('common.remove')}
            </Button>
          </Popconfirm>
        </span>
      )
    ),
});

/** 路侧单元: which roadside units the operator knows, where they stand, and who else sends. */
export const RoadUnits = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const mayManage = useMay()(gatewayPermissions.manage);
  const [draft, setDraft] = useState<Draft>();
  const [importing, setImporting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['gateway', 'road-units'],
    queryFn: ({ signal }) => listRoadUnits(signal),
    refetchInterval: REFRESH_MS,
  });
  const remove = useMutation({
    mutationFn: removeRoadUnit,
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateway', 'road-units'] }),
    onError: say.problem,
  });
  const acts = mayManage ? { edit: setDraft, remove: (id: string) => remove.mutate(id) } : undefined;
  const bring = mayManage && (
    <span className="row">
      <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
        {t('gateway.road.import')}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setDraft({})}>
        {t('gateway.road.add')}
      </Button>
    </span>
  );
  return (
    <div className="stack">
      <Panel
        title={t('gateway.road.plane')}
        hint={t('gateway.road.planeHint')}
        body="flush"
        extra={<BackgroundButton />}
      >
        <RoadUnitPlane units={data?.items ?? []} onOpen={acts?.edit} />
      </Panel>
      <Panel title={t('gateway.road.list')} hint={t('gateway.road.about')} extra={bring} body="flush">
        <DataTable<RoadUnitRow>
          columns={[...unitColumns(t), actColumn(t, acts)]}
          rows={data?.items}
          rowKey={({ id, origin }) => `${origin} ${id}`}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="chedun-road-units"
          minWidth={980}
          empty={<EmptyState title={t('gateway.road.empty')} hint={t('gateway.road.emptyHint')} action={bring} />}
        />
      </Panel>
      {data !== undefined && data.strangers.length > 0 && (
        <Strangers rows={data.strangers} onRegister={acts && ((sender) => setDraft({ sender }))} />
      )}
      {draft !== undefined && <RoadUnitDialog draft={draft} onClose={() => setDraft(undefined)} />}
      {importing && <ImportRoadUnitsDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

type Stranger = RoadUnitList['strangers'][number];

const Strangers = ({
  rows,
  onRegister,
}: {
  readonly rows: readonly Stranger[];
  readonly onRegister: ((sender: string) => void) | undefined;
}) => {
  const { t } = useTranslation();
  const columns: readonly Column<Stranger>[] = [
    monoColumn('sender', t('gateway.road.sender'), ({ sender }) => sender),
    shownColumn(
      'heard',
      t('gateway.road.heard'),
      ({ lastHeard }) => lastHeard,
      ({ lastHeard }) => <TimeText at={lastHeard} />,
      { width: 168 },
    ),
    {
      key: 'acts',
      title: '',
      width: 110,
      align: 'right',
      render: ({ sender }) =>
        onRegister && (
          <Button size="small" type="link" onClick={() => onRegister(sender)}>
            {t('gateway.road.register')}
          </Button>
        ),
    },
  ];
  return (
    <Panel title={t('gateway.road.strangers')} hint={t('gateway.road.strangersHint')} body="flush">
      <DataTable<Stranger>
        columns={columns}
        rows={rows}
        rowKey={({ sender }) => sender}
        sorting="browser"
        exportName="chedun-unregistered-units"
        empty={null}
      />
    </Panel>
  );
};

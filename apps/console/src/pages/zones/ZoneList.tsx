import { zonePermissions, type Zone, type ZoneOverview, type ZoneSuggestion } from '@chedun/zones/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { removeZone, suggestZones } from '../../api/zones.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import type { ZoneDraft } from './ZoneDialog.tsx';

const columnsOf = (t: TFunction): readonly Column<Zone>[] => [
  textColumn('name', t('zones.columns.name'), ({ name }) => name, { width: 160 }),
  textColumn('kind', t('zones.columns.kind'), ({ kind }) => t(`zones.kinds.${kind}`), { width: 110 }),
  monoColumn('cidrs', t('zones.columns.cidrs'), ({ cidrs }) => cidrs.join(' ')),
  textColumn('description', t('zones.columns.description'), ({ description }) => description),
  textColumn('owner', t('zones.columns.owner'), ({ owner }) => owner, { width: 130 }),
  textColumn('hosts', t('zones.hosts'), ({ hosts }) => hosts, { width: 90, align: 'right' }),
];

/** All zones, and what is suggested. */
export const ZoneList = ({
  zones,
  onDraft,
}: Pick<ZoneOverview, 'zones'> & { readonly onDraft: (draft: ZoneDraft) => void }) => {
  const { t } = useTranslation();
  const mayWrite = useMay()(zonePermissions.write);
  const actions: Column<Zone> = {
    key: 'actions',
    title: '',
    width: 150,
    render: (zone) => <ZoneActions zone={zone} onEdit={() => onDraft(zone)} />,
  };
  return (
    <div className="stack">
      <Panel body="flush">
        <DataTable
          columns={mayWrite ? [...columnsOf(t), actions] : columnsOf(t)}
          rows={zones}
          rowKey={({ id }) => id}
          sorting="browser"
          exportName="zones"
          minWidth={1_000}
          empty={<EmptyState title={t('zones.empty')} hint={t('zones.emptyHint')} />}
        />
      </Panel>
      {mayWrite && <Suggestions onDraft={onDraft} />}
    </div>
  );
};

const ZoneActions = ({ zone: { id }, onEdit }: { readonly zone: Zone; readonly onEdit: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: removeZone,
    onSuccess: () => client.invalidateQueries({ queryKey: ['zones'] }),
    onError: say.problem,
  });
  return (
    <span className="row" style={{ gap: 8 }}>
      <Button size="small" onClick={onEdit}>
        {t('common.edit')}
      </Button>
      <Popconfirm title={t('zones.askRemove')} onConfirm={() => remove.mutate(id)}>
        <Button size="small" danger loading={remove.isPending}>
          {t('zones.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};

const suggestionColumns = (t: TFunction, onDraft: (draft: ZoneDraft) => void): readonly Column<ZoneSuggestion>[] => [
  textColumn('name', t('zones.name'), ({ name }) => (name === '' ? t('zones.unnamed') : name), { width: 180 }),
  monoColumn('cidrs', t('zones.cidrs'), ({ cidrs }) => cidrs.join(' ')),
  textColumn('count', t('zones.count'), ({ hosts }) => hosts, { width: 90, align: 'right' }),
  textColumn('basis', t('zones.source'), ({ basis }) => t(`zones.basis.${basis}`), { width: 130 }),
  shownColumn(
    'adopt',
    '',
    () => '',
    ({ name, cidrs }) => (
      <Button size="small" onClick={() => onDraft({ name, cidrs })}>
        {t('zones.adopt')}
      </Button>
    ),
    { width: 90 },
  ),
];

const Suggestions = ({ onDraft }: { readonly onDraft: (draft: ZoneDraft) => void }) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['zones', 'suggestions'], queryFn: ({ signal }) => suggestZones(signal) });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Panel title={t('zones.suggestions')} hint={t('zones.suggestionsHint')} body="flush">
      <DataTable
        columns={suggestionColumns(t, onDraft)}
        rows={data.items}
        rowKey={({ name, cidrs }) => `${name} ${cidrs[0]}`}
        sorting="browser"
        empty={null}
      />
    </Panel>
  );
};

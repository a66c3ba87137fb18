import type { RunList, Target } from '@chedun/exposure/contract';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { listProbes } from '../../api/exposure.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TimeText } from '../../ui/Time.tsx';

type Probe = RunList['items'][number];

const columnsOf = (t: TFunction): readonly Column<Probe>[] => [
  shownColumn(
    'at',
    t('exposure.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  textColumn('from', t('exposure.from'), ({ from }) => (from === '' ? t('exposure.own') : from)),
  textColumn('by', t('exposure.by'), ({ by }) => (by === 'system' ? t('exposure.nightly') : by), { width: 110 }),
  textColumn('probed', t('exposure.probed'), ({ probed }) => probed, { width: 90, align: 'right' }),
  textColumn('open', t('exposure.open'), ({ open }) => open, { width: 100, align: 'right' }),
  textColumn('opened', t('exposure.opened'), ({ opened }) => opened.join(' ')),
  textColumn('closed', t('exposure.closed'), ({ closedPorts }) => closedPorts.join(' ')),
];

/** Probes of a target, newest first, with what changed since the one before. */
export const ProbeDrawer = ({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['exposure', 'runs', target.id],
    queryFn: ({ signal }) => listProbes(target.id, signal),
  });
  return (
    <Drawer open size={860} onClose={onClose} title={`${t('exposure.history')} · ${target.host}`}>
      <DataTable
        columns={columnsOf(t)}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="exposure-probes"
        expand={({ sm3, address }) => (
          <span className="mono faint">
            {address} · SM3 {sm3}
          </span>
        )}
        empty={<EmptyState size="small" title={t('exposure.neverProbed')} hint={t('exposure.neverProbedHint')} />}
      />
    </Drawer>
  );
};

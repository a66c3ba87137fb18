import { zonePermissions, type Opening, type Zone } from '@chedun/zones/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { compareFirewalls, getOpenings } from '../../api/zones.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { zoneNamer } from './parts.tsx';

const columnsOf = (t: TFunction, nameOf: (id: string | null) => string): readonly Column<Opening>[] => [
  textColumn('firewall', t('zones.firewall'), ({ firewallName }) => firewallName, { width: 150 }),
  textColumn('from', t('zones.from'), ({ from }) => nameOf(from), { width: 130 }),
  textColumn('to', t('zones.to'), ({ to }) => nameOf(to), { width: 130 }),
  monoColumn('services', t('zones.services'), ({ services }) => (services === '*' ? t('zones.anyProtocol') : services)),
  textColumn('line', t('zones.line'), ({ line }) => (line === 0 ? '' : line), { width: 70, align: 'right' }),
  shownColumn(
    'rule',
    t('zones.rule'),
    ({ rule }) => rule,
    ({ line, rule, text }) => (
      <div>
        {line === 0 ? `${rule} · ${t('zones.byDefault')}` : rule}
        <div className="mono faint wrap-any">{text}</div>
      </div>
    ),
  ),
];

/** What firewalls let through between zones though nobody allowed it. */
export const OpeningList = ({ zones }: { readonly zones: readonly Zone[] }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const mayWrite = useMay()(zonePermissions.write);
  const { data, error, refetch } = useQuery({
    queryKey: ['zones', 'openings'],
    queryFn: ({ signal }) => getOpenings(signal),
  });
  const compare = useMutation({
    mutationFn: compareFirewalls,
    onSuccess: (openings) => {
      client.setQueryData(['zones', 'openings'], openings);
      say.done(t('zones.compared', { rules: openings.rules }));
    },
    onError: say.problem,
  });
  const at = data?.comparedAt ?? null;
  return (
    <Panel
      title={t('zones.openingsTitle')}
      hint={t('zones.openingsHint')}
      body="flush"
      extra={
        <>
          {at !== null && (
            <span className="faint">
              {t('zones.comparedAt')} <TimeText at={at} />
            </span>
          )}
          {mayWrite && (
            <Button size="small" loading={compare.isPending} onClick={() => compare.mutate()}>
              {t('zones.compare')}
            </Button>
          )}
        </>
      }
    >
      {data !== undefined && at !== null && (
        <div className="faint" style={{ padding: '10px 16px 0' }}>
          {t('zones.openingsCounts', data)}
        </div>
      )}
      {data?.cut === true && <Alert type="warning" showIcon title={t('zones.openingsCut')} style={{ margin: 14 }} />}
      <DataTable
        columns={columnsOf(t, zoneNamer(zones, t))}
        rows={data?.items}
        rowKey={({ firewall, line, rule, from, to }) => `${firewall} ${line} ${rule} ${from} ${to}`}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="zone-openings"
        minWidth={1_000}
        empty={<EmptyState size="small" title={t('zones.openingsEmpty')} hint={t('zones.openingsEmptyHint')} />}
      />
    </Panel>
  );
};

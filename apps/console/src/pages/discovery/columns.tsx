import type { Change, Thing } from '@chedun/discovery/contract';
import type { TFunction } from 'i18next';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { SourceChips, ThingStateChip } from './chips.tsx';

/** Columns of the list of things. */
export const thingColumns = (t: TFunction): readonly Column<Thing>[] => [
  monoColumn('label', t('discovery.label'), (row) => row.label, { width: 170, clip: 'clip', serverSort: 'name' }),
  shownColumn(
    'state',
    t('discovery.stateTitle'),
    (row) => t(`discovery.state.${row.state}`),
    (row) => <ThingStateChip thing={row} />,
    { width: 130 },
  ),
  monoColumn('addresses', t('discovery.addresses'), (row) => row.addresses.join(' '), { width: 140, clip: 'clip' }),
  monoColumn('mac', t('discovery.mac'), (row) => row.mac, { width: 145 }),
  textColumn('os', t('discovery.os'), (row) => row.os, { clip: 'clip' }),
  shownColumn(
    'sources',
    t('discovery.sources'),
    (row) => row.sources.map((source) => t(`discovery.source.${source}`)).join(' · '),
    (row) => <SourceChips sources={row.sources} />,
    { width: 170 },
  ),
  textColumn('services', t('discovery.services'), (row) => row.services, { width: 80, align: 'right' }),
  textColumn('registeredAs', t('discovery.registeredAs'), (row) => row.registeredAs ?? '', {
    width: 120,
    clip: 'clip',
  }),
  shownColumn(
    'lastSeen',
    t('discovery.lastSeen'),
    (row) => row.lastSeenAt,
    (row) => <AgoText at={row.lastSeenAt} />,
    { width: 100, serverSort: 'lastSeen' },
  ),
];

const CHANGE_TONE: Readonly<Record<Change['kind'], string>> = {
  appeared: 'high',
  reappeared: 'medium',
  disappeared: 'info',
  'address-changed': 'medium',
  'name-changed': 'medium',
  'port-opened': 'high',
  'port-closed': 'info',
  'version-changed': 'medium',
  registered: 'good',
  ignored: 'info',
};

/** Columns of the log of differences; in the drawer of one thing its name is left out. */
export const changeColumns = (t: TFunction, of: 'all' | 'one'): readonly Column<Change>[] => [
  shownColumn(
    'at',
    t('discovery.at'),
    (row) => row.at,
    (row) => <TimeText at={row.at} />,
    { width: 160 },
  ),
  ...(of === 'all'
    ? [monoColumn<Change>('label', t('discovery.label'), (row) => row.label, { width: 190, clip: 'clip' })]
    : []),
  shownColumn(
    'kind',
    t('discovery.change'),
    (row) => t(`discovery.kind.${row.kind}`),
    (row) => <Chip tone={CHANGE_TONE[row.kind]}>{t(`discovery.kind.${row.kind}`)}</Chip>,
    { width: 110 },
  ),
  monoColumn('before', t('discovery.before'), (row) => row.before, { clip: 'clip' }),
  monoColumn('after', t('discovery.after'), (row) => row.after, { clip: 'clip' }),
  textColumn(
    'source',
    t('discovery.sources'),
    (row) => (row.source === null ? '' : t(`discovery.source.${row.source}`)),
    {
      width: 120,
    },
  ),
];

import type { Sighting } from '@chedun/intel/contract';
import type { TFunction } from 'i18next';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

/** Assets that the register of findings knows how to show; the others stay text. */
const KINDS = ['vehicle', 'host', 'account', 'service', 'source', 'platform'] as const;

const SightedAsset = ({ asset }: Pick<Sighting, 'asset'>) => {
  const kind = KINDS.find((each) => each === asset.kind);
  return kind === undefined ? <span className="mono">{asset.id}</span> : <AssetLink asset={{ kind, id: asset.id }} />;
};

const whatColumns = (t: TFunction): readonly Column<Sighting>[] => [
  shownColumn(
    'asset',
    t('intel.asset'),
    (row) => row.asset.id,
    (row) => <SightedAsset asset={row.asset} />,
    {
      width: 164,
      clip: 'clip',
    },
  ),
  shownColumn(
    'kind',
    t('intel.kindName'),
    (row) => t(`intel.kind.${row.kind}`),
    (row) => <Chip>{t(`intel.kind.${row.kind}`)}</Chip>,
    { width: 96 },
  ),
  shownColumn(
    'value',
    t('intel.value'),
    (row) => row.value,
    (row) => <span className="mono">{row.value}</span>,
    { clip: 'clip' },
  ),
  textColumn('title', t('intel.title'), (row) => row.title, { clip: 'clip', width: 136 }),
  shownColumn(
    'observed',
    t('intel.observed'),
    (row) => row.observed,
    (row) => (
      <span className="mono" title={row.field}>
        {row.observed}
      </span>
    ),
    { clip: 'clip', width: 160 },
  ),
];

const whenColumns = (t: TFunction): readonly Column<Sighting>[] => [
  textColumn('confidence', t('intel.confidence'), (row) => row.confidence ?? '—', { width: 76, align: 'right' }),
  textColumn('count', t('intel.count'), (row) => row.count, { width: 72, align: 'right' }),
  shownColumn(
    'first',
    t('intel.firstSeen'),
    (row) => row.firstSeen,
    (row) => <TimeText at={row.firstSeen} />,
    { width: 164 },
  ),
  shownColumn(
    'last',
    t('intel.lastSeen'),
    (row) => row.lastSeen,
    (row) => <AgoText at={row.lastSeen} />,
    { width: 92 },
  ),
  textColumn('origin', t('intel.origin'), (row) => t(row.fromHistory ? 'intel.fromHistory' : 'intel.fromStream'), {
    width: 90,
  }),
];

/** What names the indicator: left out below one. */
const OF_INDICATOR = new Set(['kind', 'value', 'title', 'confidence']);

/** Columns of sightings; `all` names the indicator, `one` is the list below an indicator. */
export const sightingColumns = (t: TFunction, which: 'all' | 'one'): readonly Column<Sighting>[] => {
  const columns = [...whatColumns(t), ...whenColumns(t)];
  return which === 'all' ? columns : columns.filter(({ key }) => !OF_INDICATOR.has(key));
};

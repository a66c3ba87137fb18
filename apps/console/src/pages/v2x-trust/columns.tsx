import type { Anchor, Crl, Freshness, TrustList, TrustStatus } from '@chedun/v2x-trust/contract';
import type { TFunction } from 'i18next';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { DecideButtons } from './DecideButtons.tsx';

const STATUS_TONE: Readonly<Record<TrustStatus, string>> = {
  proposed: 'medium',
  accepted: 'good',
  rejected: 'info',
  superseded: 'info',
  withdrawn: 'info',
};
const FRESH_TONE: Readonly<Record<Freshness, string>> = { current: 'good', due: 'medium', stale: 'critical' };

/** State of something that two persons decide about. */
export const StatusChip = ({ status, t }: { readonly status: TrustStatus; readonly t: TFunction }) => (
  <Chip tone={STATUS_TONE[status]}>{t(`roadTrust.statusOf.${status}`)}</Chip>
);

/** How fresh a list is. */
export const FreshChip = ({ freshness, t }: { readonly freshness: Freshness; readonly t: TFunction }) => (
  <Chip tone={FRESH_TONE[freshness]}>{t(`roadTrust.freshnessOf.${freshness}`)}</Chip>
);

type Decided = Pick<Anchor, 'status' | 'proposedBy' | 'decidedBy'>;

const people = ({ proposedBy, decidedBy }: Decided): string => `${proposedBy} / ${decidedBy ?? '—'}`;

const statusColumn = <Row extends Decided>(t: TFunction): Column<Row> =>
  shownColumn(
    'status',
    t('roadTrust.status'),
    ({ status }) => t(`roadTrust.statusOf.${status}`),
    ({ status }) => <StatusChip status={status} t={t} />,
    { width: 110 },
  );

const timeColumn = <Row,>(key: string, title: string, at: (row: Row) => string): Column<Row> =>
  shownColumn(key, title, at, (row) => <TimeText at={at(row)} />, { width: 170 });

/** Columns of lists of trust. */
export const listColumns = (t: TFunction): readonly Column<TrustList>[] => [
  textColumn('kind', t('roadTrust.kind'), ({ kind }) => t(`roadTrust.kindOf.${kind}`), { width: 110 }),
  textColumn('issuer', t('roadTrust.issuer'), ({ issuerName, issuer }) => issuerName || issuer, { width: 210 }),
  textColumn('series', t('roadTrust.series'), ({ series }) => series, { width: 80, align: 'right' }),
  statusColumn(t),
  shownColumn(
    'freshness',
    t('roadTrust.freshness'),
    ({ freshness }) => t(`roadTrust.freshnessOf.${freshness}`),
    ({ freshness, status }) => (status === 'accepted' ? <FreshChip freshness={freshness} t={t} /> : null),
    { width: 100 },
  ),
  textColumn('certificates', t('roadTrust.certificates'), ({ certificates }) => certificates, {
    width: 80,
    align: 'right',
  }),
  timeColumn('next', t('roadTrust.next'), ({ nextAt }) => nextAt),
  textColumn('origin', t('roadTrust.origin'), ({ origin }) => t(`roadTrust.originOf.${origin}`), { width: 110 }),
  textColumn('people', t('roadTrust.people'), people, { width: 180, clip: 'clip' }),
];

/** Columns of pinned certificates, with what can be decided. */
export const anchorColumns = (t: TFunction, mayDecide: boolean): readonly Column<Anchor>[] => [
  textColumn('kind', t('roadTrust.kind'), ({ kind }) => t(`roadTrust.kindOf.${kind}`), { width: 150 }),
  textColumn('name', t('roadTrust.name'), ({ name, id8 }) => name || id8, { width: 210 }),
  monoColumn('id8', t('roadTrust.id8'), ({ id8 }) => id8, { width: 160 }),
  statusColumn(t),
  timeColumn('until', t('roadTrust.until'), ({ until }) => until),
  textColumn('people', t('roadTrust.people'), people, { width: 240, clip: 'clip' }),
  {
    key: 'decide',
    title: '',
    width: 160,
    render: ({ id, status }) => (mayDecide ? <DecideButtons what="anchors" id={id} status={status} /> : null),
  },
];

/** Columns of revocation lists. */
export const crlColumns = (t: TFunction): readonly Column<Crl>[] => [
  textColumn('signer', t('roadTrust.issuer'), ({ signerName, craca }) => signerName || craca, { width: 220 }),
  textColumn('series', t('roadTrust.series'), ({ series }) => series, { width: 80, align: 'right' }),
  textColumn('kind', t('roadTrust.crlKind'), ({ kind }) => t(`roadTrust.crlKindOf.${kind}`), { width: 140 }),
  textColumn('entries', t('roadTrust.entries'), ({ entries }) => entries, { width: 90, align: 'right' }),
  shownColumn(
    'inForce',
    t('roadTrust.inForce'),
    ({ isInForce }) => t(`roadTrust.inForceOf.${isInForce ? 'yes' : 'no'}`),
    ({ isInForce }) => (
      <Chip tone={isInForce ? 'good' : 'info'}>{t(`roadTrust.inForceOf.${isInForce ? 'yes' : 'no'}`)}</Chip>
    ),
    { width: 100 },
  ),
  shownColumn(
    'freshness',
    t('roadTrust.freshness'),
    ({ freshness }) => t(`roadTrust.freshnessOf.${freshness}`),
    ({ freshness, isInForce }) => (isInForce ? <FreshChip freshness={freshness} t={t} /> : null),
    { width: 100 },
  ),
  timeColumn('issued', t('roadTrust.issued'), ({ issuedAt }) => issuedAt),
  timeColumn('next', t('roadTrust.next'), ({ nextAt }) => nextAt),
  textColumn('by', t('roadTrust.importedBy'), ({ importedBy }) => importedBy, { width: 120, clip: 'clip' }),
];

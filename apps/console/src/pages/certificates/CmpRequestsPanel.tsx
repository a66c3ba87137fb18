import type { CmpRequest } from '@chedun/enrolment/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listCmpRequests } from '../../api/enrolment.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const REFRESH_MS = 10_000;
const TONE = { working: 'low', issued: 'medium', confirmed: 'good', refused: 'critical', answered: 'info' } as const;

/** A failure in words; one without words of ours stays as the protocol names it. */
const failureText = (t: TFunction, failure: string): string =>
  t(`certificates.enrolment.failureOf.${failure}` as never, { defaultValue: failure });

/** What the product itself decided, in the language of the reader; what a device was told stays as it was told. */
const DECIDED = {
  'not confirmed in time': 'late',
  'asked for anew': 'anew',
  'a person has to approve the revocation': 'waits',
} as const;

const wordsOf = (t: TFunction, reason: string): string => {
  const key = (DECIDED as Readonly<Record<string, (typeof DECIDED)[keyof typeof DECIDED]>>)[reason];
  return key === undefined ? reason : t(`certificates.enrolment.decidedOf.${key}`);
};

const columnsOf = (t: TFunction): readonly Column<CmpRequest>[] => [
  shownColumn(
    'at',
    t('certificates.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  textColumn('kind', t('certificates.enrolment.kind'), ({ kind }) => t(`certificates.enrolment.kindOf.${kind}`), {
    width: 200,
  }),
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.enrolment.outcomeOf.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`certificates.enrolment.outcomeOf.${state}`)}</Chip>,
    { width: 140 },
  ),
  textColumn(
    'protection',
    t('certificates.enrolment.protection'),
    ({ protection }) => t(`certificates.enrolment.protectionOf.${protection}`),
    { width: 110 },
  ),
  monoColumn('by', t('certificates.enrolment.by'), ({ by }) => by, { width: 290 }),
  textColumn('profile', t('certificates.profile'), ({ authority, profile }) => `${authority} / ${profile}`, {
    width: 200,
    clip: 'clip',
  }),
  textColumn(
    'reason',
    t('certificates.reason'),
    ({ failure, reason }) =>
      [failure === null ? '' : failureText(t, failure), wordsOf(t, reason)].filter(Boolean).join(' · '),
    { width: 420, clip: 'clip' },
  ),
  monoColumn('serial', t('certificates.serial'), ({ serial }) => serial ?? '', { width: 290 }),
];

/** What devices asked for by CMP, and what became of it. */
export const CmpRequestsPanel = () => {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ['certificates', 'cmp-requests'],
    queryFn: ({ signal }) => listCmpRequests(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel title={t('certificates.enrolment.requests')} body="flush">
      <DataTable<CmpRequest>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-cmp-requests"
        minWidth={1820}
        empty={
          <EmptyState
            title={t('certificates.enrolment.requestsEmpty')}
            hint={t('certificates.enrolment.requestsEmptyHint')}
          />
        }
      />
    </Panel>
  );
};

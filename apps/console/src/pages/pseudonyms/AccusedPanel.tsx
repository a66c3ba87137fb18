import type { Accused, SuiteName } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listAccused } from '../../api/pseudonyms.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { observationWords } from '../v2x-trust/words.ts';

const REFRESH_MS = 10_000;
const TONES = { none: 'info', proposed: 'medium', revoked: 'good', rejected: 'info' } as const;

const columnsOf = (t: TFunction): readonly Column<Accused>[] => [
  monoColumn('certificate', t('pseudonyms.certificate'), (row) => row.certificateId, { width: 200 }),
  monoColumn('linkage', t('pseudonyms.linkage'), (row) => row.linkage ?? '—', { width: 170 }),
  shownColumn(
    'observations',
    t('pseudonyms.observation'),
    (row) => row.observations.map(({ name }) => observationWords(t, name)).join('; '),
    (row) => (
      <span className="row">
        {row.observations.slice(0, 2).map(({ name, times }) => (
          <Chip key={name} tone="high">
            {`${observationWords(t, name)} ×${times}`}
          </Chip>
        ))}
        {row.observations.length > 2 && <span className="faint">+{row.observations.length - 2}</span>}
      </span>
    ),
    { width: 300 },
  ),
  textColumn('reports', t('pseudonyms.reportCount'), (row) => row.reports, { width: 110, align: 'right' }),
  textColumn('messages', t('pseudonyms.proofCount'), (row) => row.messages, { width: 150, align: 'right' }),
  textColumn('suspicion', t('pseudonyms.suspicion'), (row) => row.suspicion?.toFixed(2) ?? '—', {
    width: 120,
    align: 'right',
  }),
  shownColumn(
    'lastAt',
    t('pseudonyms.lastReport'),
    (row) => row.lastAt,
    (row) => <TimeText at={row.lastAt} />,
    { width: 170 },
  ),
  shownColumn(
    'revocation',
    t('pseudonyms.revocation'),
    (row) => t(`pseudonyms.accusedStateOf.${row.revocation}`),
    (row) => <Chip tone={TONES[row.revocation]}>{t(`pseudonyms.accusedStateOf.${row.revocation}`)}</Chip>,
    { width: 110 },
  ),
];

/** What the misbehaviour authority collected of each certificate, over all reports on it. */
export const AccusedPanel = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'accused'],
    queryFn: ({ signal }) => listAccused(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush" title={t('pseudonyms.accusedTitle')} hint={t('pseudonyms.accusedHint')}>
      <DataTable<Accused>
        columns={columns}
        rows={data?.items.filter((row) => row.suite === suite)}
        rowKey={(row) => row.certificateId}
        error={error}
        onRetry={() => void refetch()}
        exportName="chedun-v2x-accused"
        sorting="browser"
        minWidth={1340}
        empty={<EmptyState size="small" title={t('pseudonyms.noAccused')} hint={t('pseudonyms.noAccusedHint')} />}
      />
    </Panel>
  );
};

import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { Ceremony, CeremonyPlan } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../api/client.ts';
import { decideV2xCeremony, listV2xCeremonies } from '../../api/credentials.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { SecondPerson } from '../../ui/SecondPerson.tsx';

const REFRESH_MS = 10_000;
const TONE = { proposed: 'medium', done: 'good', rejected: 'info' } as const;

const contentOf = (plan: CeremonyPlan, t: TFunction): string => {
  const suite = t(`pseudonyms.suiteOf.${plan.suite}`);
  if (plan.kind === 'create-hierarchy') return `${plan.domain} · ${suite}`;
  if (plan.kind === 'service-authority') return `${plan.name} · ${suite}`;
  return suite;
};

const columnsOf = (t: TFunction): readonly Column<Ceremony>[] => [
  shownColumn(
    'state',
    t('credentials.state'),
    ({ state }) => t(`credentials.stateOf.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`credentials.stateOf.${state}`)}</Chip>,
    { width: 135 },
  ),
  textColumn('kind', t('credentials.plan'), ({ plan }) => t(`credentials.planOf.${plan.kind}`), { width: 200 }),
  textColumn('content', t('credentials.content'), ({ plan }) => contentOf(plan, t), { clip: 'clip', width: 220 }),
  textColumn('by', t('credentials.proposedBy'), ({ proposedBy }) => proposedBy, { width: 100 }),
  textColumn('held', t('credentials.decidedBy'), ({ decidedBy }) => decidedBy ?? '–', { width: 110 }),
  shownColumn(
    'at',
    t('credentials.at'),
    ({ decidedAt, proposedAt }) => decidedAt ?? proposedAt,
    ({ decidedAt, proposedAt }) => <TimeText at={decidedAt ?? proposedAt} />,
    { width: 170 },
  ),
  monoColumn('hash', t('credentials.transcriptHash'), ({ transcript }) => transcript ?? '–', {
    clip: 'clip',
    width: 110,
  }),
];

/** 密钥仪式: what was done with the key of a root, by whom, and the transcript of it. */
export const CeremonyPanel = ({ action }: { readonly action?: ReactNode }) => {
  const { t } = useTranslation();
  const mayApprove = useMay()(pseudonymsPermissions.approve);
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'ceremonies'],
    queryFn: ({ signal }) => listV2xCeremonies(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo((): readonly Column<Ceremony>[] => {
    const last: Column<Ceremony> = {
      key: 'last',
      title: '',
      width: 150,
      render: ({ id, state }) => {
        if (state === 'proposed')
          return mayApprove ? <SecondPerson id={id} decide={decideV2xCeremony} changes="pseudonyms" /> : null;
        return (
          <a href={apiUrl(`/pseudonyms/ceremonies/${id}/transcript`)} download>
            {t('credentials.transcript')}
          </a>
        );
      },
    };
    return [...columnsOf(t), last];
  }, [t, mayApprove]);
  return (
    <Panel body="flush" title={t('credentials.ceremonies')} hint={t('credentials.ceremoniesHint')} extra={action}>
      <DataTable<Ceremony>
        columns={columns}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="chedun-v2x-ceremonies"
        minWidth={1140}
        empty={
          <EmptyState
            size="small"
            title={t('credentials.ceremoniesEmpty')}
            hint={t('credentials.ceremoniesEmptyHint')}
          />
        }
      />
    </Panel>
  );
};

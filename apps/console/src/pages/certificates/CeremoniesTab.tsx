import type { Ceremony, CeremonyPlan } from '@chedun/certificates/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { decideCeremony } from '../../api/certificates.ts';
import { apiUrl } from '../../api/client.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { SecondPerson } from '../../ui/SecondPerson.tsx';

const TONE = { proposed: 'medium', done: 'good', rejected: 'info' } as const;

const contentOf = (plan: CeremonyPlan): string => {
  if (plan.kind === 'root-crl') return plan.root;
  if (plan.kind === 'revoke-issuing') return plan.issuing;
  const issuing = plan.issuing.map(({ title }) => title);
  return (plan.kind === 'create-root' ? [plan.root.title, ...issuing] : issuing).join(' / ');
};

const columnsOf = (t: TFunction): readonly Column<Ceremony>[] => [
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.ceremonyState.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`certificates.ceremonyState.${state}`)}</Chip>,
    { width: 120 },
  ),
  textColumn('kind', t('certificates.event'), ({ plan }) => t(`certificates.ceremonyKind.${plan.kind}`), {
    width: 130,
  }),
  textColumn('plan', t('certificates.plan'), ({ plan }) => contentOf(plan), { clip: 'clip', width: 320 }),
  textColumn('by', t('certificates.proposedBy'), ({ proposedBy }) => proposedBy, { width: 110 }),
  textColumn('held', t('certificates.heldBy'), ({ decidedBy }) => decidedBy ?? '', { width: 110 }),
  shownColumn(
    'at',
    t('certificates.at'),
    ({ decidedAt, proposedAt }) => decidedAt ?? proposedAt,
    ({ decidedAt, proposedAt }) => <TimeText at={decidedAt ?? proposedAt} />,
    { width: 168 },
  ),
  monoColumn('hash', t('certificates.transcriptHash'), ({ transcriptHash }) => transcriptHash ?? '', { clip: 'clip' }),
];

/** 密钥仪式: who used the key of a root, when, for what, and the transcript of it. */
export const CeremoniesTab = ({
  query,
}: {
  readonly query: UseQueryResult<{ readonly items: readonly Ceremony[] }>;
}) => {
  const { t } = useTranslation();
  const mayApprove = useMay()(certificatesPermissions.approve);
  const columns = useMemo((): readonly Column<Ceremony>[] => {
    const last: Column<Ceremony> = {
      key: 'last',
      title: '',
      width: 150,
      render: ({ id, state }) => {
        if (state === 'proposed')
          return mayApprove ? <SecondPerson id={id} decide={decideCeremony} changes="certificates" /> : null;
        return (
          <a href={apiUrl(`/certificates/ceremonies/${id}/transcript`)} download>
            {t('certificates.transcript')}
          </a>
        );
      },
    };
    return [...columnsOf(t), last];
  }, [t, mayApprove]);
  return (
    <Panel body="flush">
      <DataTable<Ceremony>
        columns={columns}
        rows={query.data?.items}
        rowKey={({ id }) => id}
        error={query.error}
        onRetry={() => void query.refetch()}
        sorting="browser"
        exportName="chedun-key-ceremonies"
        minWidth={1200}
        expand={({ steps }) => (
          <ol className="mono" style={{ margin: 0, overflowWrap: 'anywhere' }}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        empty={<EmptyState title={t('certificates.ceremoniesEmpty')} hint={t('certificates.ceremoniesEmptyHint')} />}
      />
    </Panel>
  );
};

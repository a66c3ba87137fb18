import type { AccessLine } from '@chedun/inspection-access/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import '../../styles/inspection.css';
import { evidenceUrl, getInspection } from '../../api/inspectionAccess.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { AccessActions } from './AccessActions.tsx';
import { EvidenceTable } from './EvidenceTable.tsx';
import { InspectorsPanel } from './InspectorsPanel.tsx';
import { LooksTable } from './LooksTable.tsx';
import { ScopeFacts, StateChip } from './parts.tsx';

const Signed = ({ at, by }: { readonly at: string | null; readonly by: string }) =>
  at === null ? null : (
    <span>
      <TimeText at={at} /> {by}
    </span>
  );

const OrderFacts = ({ line }: { readonly line: AccessLine }) => {
  const { t } = useTranslation();
  const mono = (text: string | null) => (text === null ? null : <span className="mono">{text}</span>);
  return (
    <Facts
      items={[
        [t('inspectionAccess.basis'), line.basis],
        [t('inspectionAccess.signer'), line.signer.subject],
        [t('inspectionAccess.signerSm3'), mono(line.signer.sm3)],
        [t('inspectionAccess.compared'), line.compared],
        [t('inspectionAccess.manifestSm3'), mono(line.manifestSm3)],
        [t('inspectionAccess.broughtAt'), <Signed key="b" at={line.broughtAt} by={line.broughtBy} />],
        [t('inspectionAccess.decidedAt'), line.decidedAt && <Signed key="d" at={line.decidedAt} by={line.decidedBy} />],
        [
          t('inspectionAccess.withdrawnAt'),
          line.withdrawnAt && <Signed key="w" at={line.withdrawnAt} by={line.withdrawnBy} />,
        ],
        [t('inspectionAccess.why'), line.why],
      ]}
    />
  );
};

const nextOf = ({ state, inspectors }: AccessLine): 'waiting' | 'letIn' | undefined => {
  if (state === 'waiting') return 'waiting';
  const isOpen = state === 'ready' || state === 'running';
  return isOpen && inspectors.every(({ login }) => login === '') ? 'letIn' : undefined;
};

const Scopes = ({ line }: { readonly line: AccessLine }) => {
  const { t } = useTranslation();
  const { ordered, opened } = line;
  const isLess = opened !== null && JSON.stringify(opened) !== JSON.stringify(ordered);
  return (
    <div className="stack">
      <Panel title={t(isLess ? 'inspectionAccess.opened' : 'inspectionAccess.ordered')}>
        <ScopeFacts scope={opened ?? ordered} />
      </Panel>
      {isLess && (
        <Panel title={t('inspectionAccess.ordered')} hint={t('inspectionAccess.narrowedHint')}>
          <ScopeFacts scope={ordered} />
        </Panel>
      )}
    </div>
  );
};

/** One inspection: the order, who may come in, what was looked at, and how it is withdrawn. */
export const AccessPage = () => {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/app/inspection-access/$id' });
  const { data, error, refetch } = useQuery({
    queryKey: ['inspection-access', 'one', id],
    queryFn: ({ signal }) => getInspection(id, signal),
    refetchInterval: 15_000,
  });
  if (data === undefined)
    return (
      <div className="page">
        {error === null ? <Skeleton active /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </div>
    );
  const line = data.inspection;
  const next = nextOf(line);
  const title = (
    <span className="row">
      {line.number} {line.authority} <StateChip state={line.state} />
    </span>
  );
  return (
    <div className="page stack">
      <PageHead
        title={title}
        about={next === undefined ? undefined : t(`inspectionAccess.next.${next}`)}
        extra={<AccessActions line={line} />}
      />
      <div className="inspection-order">
        <Panel title={t('inspectionAccess.order')}>
          <OrderFacts line={line} />
        </Panel>
        <Scopes line={line} />
      </div>
      <InspectorsPanel line={line} />
      <LooksTable of="enterprise" inspection={id} />
      <EvidenceTable evidence={data.evidence} urlOf={(evidence) => evidenceUrl(id, evidence)} />
    </div>
  );
};

import { detectionPermissions } from '@chedun/detection/contract';
import { qualityPermissions, type Proposal } from '@chedun/quality/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addException, changeRule } from '../../api/detection.ts';
import { textIn } from '../../api/problem.ts';
import { dismissProposal, qualityProposals } from '../../api/quality.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { RuleLink } from './RuleLink.tsx';

const TONE = { exception: 'primary', disable: 'critical', group: 'medium' } as const;

/** Proposals against noise: a person applies them or puts them off. */
export const ProposalsTab = () => {
  const { t } = useTranslation();
  const proposals = useQuery({
    queryKey: ['quality', 'proposals'],
    queryFn: ({ signal }) => qualityProposals(signal),
  });
  if (proposals.error !== null) return <ErrorState error={proposals.error} onRetry={() => void proposals.refetch()} />;
  if (proposals.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  const { items, dismissed } = proposals.data;
  const more = dismissed > 0 ? t('quality.proposalsDismissed', { count: dismissed }) : undefined;
  if (items.length === 0)
    return (
      <Panel>
        <EmptyState title={t('quality.proposalsEmpty')} hint={more ?? t('quality.proposalsEmptyHint')} />
      </Panel>
    );
  return (
    <div className="stack">
      {items.map((proposal) => (
        <ProposalCard key={proposal.key} proposal={proposal} />
      ))}
      {more !== undefined && <span className="faint">{more}</span>}
    </div>
  );
};

const applyTo = async (proposal: Proposal, title: string): Promise<unknown> => {
  if (proposal.kind === 'disable') return changeRule(proposal.ruleId, { enabled: false });
  if (proposal.kind === 'group') return changeRule(proposal.ruleId, { groupMinutes: proposal.groupMinutes ?? 60 });
  return addException(proposal.ruleId, { title, yaml: proposal.exceptionYaml ?? '' });
};

const ProposalCard = ({ proposal }: { readonly proposal: Proposal }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel
      title={
        <span className="row">
          <Chip tone={TONE[proposal.kind]}>{t(`quality.kind.${proposal.kind}`)}</Chip>
          <RuleLink rule={{ ...proposal, id: proposal.ruleId }} />
        </span>
      }
      hint={t('quality.saves', { value: proposal.savesPerDay })}
      extra={<ProposalActions proposal={proposal} />}
    >
      <p style={{ margin: 0 }}>{textIn(proposal.reason, language)}</p>
      {proposal.kind === 'exception' &&
        (proposal.exceptionYaml === null ? (
          <p className="faint">{t('quality.noException')}</p>
        ) : (
          <pre className="raw">{proposal.exceptionYaml}</pre>
        ))}
    </Panel>
  );
};

const ProposalActions = ({ proposal }: { readonly proposal: Proposal }) => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const done = (text: string) => () => {
    void client.invalidateQueries({ queryKey: ['quality'] });
    say.done(text);
  };
  const apply = useMutation({
    mutationFn: () => applyTo(proposal, t('quality.exceptionTitle', { asset: proposal.asset })),
    onSuccess: done(t('quality.applied')),
    onError: say.problem,
  });
  const dismiss = useMutation({
    mutationFn: () => dismissProposal({ key: proposal.key, days: 30, reason }),
    onSuccess: done(t('quality.dismissed')),
    onError: say.problem,
  });
  const ready = proposal.kind !== 'exception' || proposal.exceptionYaml !== null;
  return (
    <>
      {may(detectionPermissions.write) && ready && (
        <Button type="primary" size="small" loading={apply.isPending} onClick={() => apply.mutate()}>
          {t('quality.apply')}
        </Button>
      )}
      {may(qualityPermissions.manage) && (
        <Popconfirm
          title={t('quality.dismissReason')}
          description={<Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
          okButtonProps={{ disabled: reason.trim() === '' }}
          onConfirm={() => dismiss.mutate()}
        >
          <Button size="small">{t('quality.dismiss')}</Button>
        </Popconfirm>
      )}
    </>
  );
};

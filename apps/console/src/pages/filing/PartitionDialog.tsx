import type { Proposal } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partition, proposeUnits } from '../../api/filing.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { Unverified } from './parts.tsx';

const usePartition = (onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: partition,
    onSuccess: async ({ created }) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      say.done(t('filing.partitionDone', { count: created }));
      onClose();
    },
    onError: say.problem,
  });
};

const unitOf = ({ type, functions, zones, members }: Proposal, name: string) => ({
  name,
  type,
  functions,
  zones,
  members,
});

/** The wizard: units that the inventory proposes, made at once. */
export const PartitionDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['filing', 'partition'],
    queryFn: ({ signal }) => proposeUnits(signal),
    gcTime: 0,
  });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const make = usePartition(onClose);
  const chosen = (found.data?.items ?? []).filter(({ key }) => !left.has(key));
  const nameOf = ({ key, name }: Proposal): string => names[key] ?? name;
  const units = chosen.map((each) => unitOf(each, nameOf(each)));
  const toggle = (key: string): void =>
    setLeft(new Set(left.has(key) ? [...left].filter((k) => k !== key) : [...left, key]));
  return (
    <Modal
      open
      width={760}
      title={t('filing.partition')}
      onCancel={onClose}
      footer={
        <Button
          type="primary"
          disabled={units.length === 0 || units.some(({ name }) => name.trim() === '')}
          loading={make.isPending}
          onClick={() => make.mutate(units)}
        >
          {t('filing.create')} ({units.length})
        </Button>
      }
    >
      <div className="stack">
        <span className="soft">
          {t('filing.partitionAbout')} <Unverified />
        </span>
        {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.data === undefined && found.error === null && <Skeleton active />}
        {found.data?.items.length === 0 && <EmptyState size="small" title={t('filing.partitionNone')} />}
        {found.data?.items.map((each) => (
          <ProposalLine
            key={each.key}
            proposal={each}
            name={nameOf(each)}
            chosen={left.has(each.key) ? 'no' : 'yes'}
            onToggle={() => toggle(each.key)}
            onName={(name) => setNames({ ...names, [each.key]: name })}
          />
        ))}
        {(found.data?.unplaced ?? 0) > 0 && (
          <span className="faint">{t('filing.partitionLeft', { count: found.data?.unplaced ?? 0 })}</span>
        )}
      </div>
    </Modal>
  );
};

const ProposalLine = ({
  proposal,
  name,
  chosen,
  onToggle,
  onName,
}: {
  readonly proposal: Proposal;
  readonly name: string;
  readonly chosen: 'yes' | 'no';
  readonly onToggle: () => void;
  readonly onName: (name: string) => void;
}) => {
  const words = useWords();
  return (
    <div className="row nowrap" style={{ gap: 10, alignItems: 'flex-start' }}>
      <Checkbox checked={chosen === 'yes'} onChange={onToggle} aria-label={name} style={{ marginTop: 5 }} />
      <div className="grow">
        <Input
          value={name}
          maxLength={200}
          aria-label={proposal.key}
          onChange={(event) => onName(event.target.value)}
        />
        <div className="faint">{words(proposal.why)}</div>
      </div>
    </div>
  );
};

import { posturePermissions } from '@chedun/posture/contract';
import type { Attestation } from '@chedun/posture/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { adoptStandardAttestations, listAttestations, retireAttestation } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import type { Language } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay, useMe } from '../../app/session.ts';
import { textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AttestationDialog } from './AttestationDialog.tsx';
import { AttestDialog } from './AttestDialog.tsx';

type Open =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'define'; readonly of: Attestation | undefined }
  | { readonly kind: 'sign'; readonly of: Attestation };

const stateOf = (each: Attestation): 'retired' | 'overdue' | 'never' | 'inOrder' => {
  if (each.retiredAt !== null) return 'retired';
  if (each.isOverdue) return 'overdue';
  return each.dueAt === null ? 'never' : 'inOrder';
};
const TONE = { retired: 'info', overdue: 'critical', never: 'medium', inOrder: 'good' } as const;

const columnsOf = (
  t: TFunction,
  language: Language,
  actions: (each: Attestation) => ReactNode,
): Column<Attestation>[] => [
  textColumn('title', t('obligations.attestation.title'), (each) => textIn(each.title, language)),
  textColumn('obligations', t('obligations.attestation.obligations'), (each) => each.obligations.join(' '), {
    width: 150,
  }),
  textColumn('owner', t('obligations.attestation.owner'), ({ owner }) => owner, { width: 110 }),
  textColumn('every', t('obligations.attestation.everyDays'), ({ everyDays }) => everyDays, {
    width: 100,
    align: 'right',
  }),
  {
    key: 'due',
    title: t('obligations.attestation.due'),
    width: 250,
    value: ({ dueAt }) => dueAt ?? '',
    render: (each) => (
      <span className="row nowrap" style={{ gap: 8 }}>
        <Chip tone={TONE[stateOf(each)]}>{t(`obligations.attestation.${stateOf(each)}`)}</Chip>
        {each.dueAt !== null && <TimeText at={each.dueAt} />}
      </span>
    ),
  },
  { key: 'actions', title: '', width: 220, render: actions },
];

const RowActions = ({
  each,
  onOpen,
  onRetire,
}: {
  readonly each: Attestation;
  readonly onOpen: (open: Open) => void;
  readonly onRetire: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <span className="row nowrap" style={{ gap: 4 }}>
      <Button size="small" type="primary" onClick={() => onOpen({ kind: 'sign', of: each })}>
        {t('obligations.attestation.sign')}
      </Button>
      <Button size="small" onClick={() => onOpen({ kind: 'define', of: each })}>
        {t('common.edit')}
      </Button>
      <Popconfirm title={t('obligations.attestation.retireSure')} onConfirm={onRetire}>
        <Button size="small">{t('obligations.attestation.retire')}</Button>
      </Popconfirm>
    </span>
  );
};

/** Asks for the standard attestations of what no machine checks yet. */
const AdoptButton = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const me = useMe();
  const adopt = useMutation({
    mutationFn: () => adoptStandardAttestations(me?.name ?? ''),
    onSuccess: (answer) => {
      client.setQueryData(['attestations'], answer);
      void client.invalidateQueries({ queryKey: ['posture'] });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm title={t('obligations.attestation.askAdopt')} onConfirm={() => adopt.mutate()}>
      <Button loading={adopt.isPending}>{t('obligations.attestation.adopt')}</Button>
    </Popconfirm>
  );
};

/** 人工声明: what persons attest, and until when it is attested. */
export const AttestationsTab = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>({ kind: 'nothing' });
  const list = useQuery({ queryKey: ['attestations'], queryFn: ({ signal }) => listAttestations(signal) });
  const retire = useMutation({
    mutationFn: retireAttestation,
    onSuccess: (answer) => client.setQueryData(['attestations'], answer),
    onError: say.problem,
  });
  const close = () => setOpen({ kind: 'nothing' });
  const mayAttest = may(posturePermissions.attest);
  const actions = (each: Attestation) =>
    mayAttest &&
    each.retiredAt === null && <RowActions each={each} onOpen={setOpen} onRetire={() => retire.mutate(each.id)} />;
  const add = mayAttest && (
    <>
      <AdoptButton />
      <Button type="primary" onClick={() => setOpen({ kind: 'define', of: undefined })}>
        {t('obligations.attestation.add')}
      </Button>
    </>
  );
  return (
    <Panel
      title={t('obligations.tabs.attestations')}
      hint={t('obligations.attestation.about')}
      extra={add}
      body="flush"
    >
      <DataTable
        columns={columnsOf(t, language, actions)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        exportName="attestations"
        empty={
          <EmptyState
            title={t('obligations.attestation.empty')}
            hint={t('obligations.attestation.emptyHint')}
            action={add}
          />
        }
      />
      {open.kind === 'define' && <AttestationDialog known={open.of} onClose={close} />}
      {open.kind === 'sign' && <AttestDialog attestation={open.of} onClose={close} />}
    </Panel>
  );
};

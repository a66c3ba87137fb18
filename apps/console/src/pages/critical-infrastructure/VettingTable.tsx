import type { Vetting } from '@chedun/critical-infrastructure/contract';
import { dayOf } from '@chedun/kernel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { leaveKeyPost } from '../../api/criticalInfrastructure.ts';
import { textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

const columnsOf = (t: TFunction, actions: (each: Vetting) => ReactNode): Column<Vetting>[] => [
  textColumn('person', t('criticalInfrastructure.person'), ({ person }) => person),
  textColumn('role', t('criticalInfrastructure.role'), ({ role }) => t(`criticalInfrastructure.roleIs.${role}`)),
  textColumn('post', t('criticalInfrastructure.post'), ({ post }) => post),
  textColumn('on', t('criticalInfrastructure.vettedOn'), ({ vettedOn }) => vettedOn, { width: 120 }),
  textColumn('by', t('criticalInfrastructure.vettedBy'), ({ vettedBy }) => vettedBy),
  {
    key: 'result',
    title: t('criticalInfrastructure.result'),
    width: 100,
    value: ({ result }) => t(`criticalInfrastructure.resultIs.${result}`),
    render: ({ result }) => (
      <Chip tone={result === 'passed' ? 'good' : 'critical'}>{t(`criticalInfrastructure.resultIs.${result}`)}</Chip>
    ),
  },
  {
    key: 'document',
    title: t('criticalInfrastructure.document'),
    value: ({ document }) => document?.name ?? '',
    render: ({ document }) => (document === null ? '' : <span title={`SM3 ${document.sm3}`}>{document.name}</span>),
  },
  textColumn('left', t('criticalInfrastructure.leftOn'), ({ leftOn }) => leftOn ?? '', { width: 120 }),
  { key: 'actions', title: '', width: 110, render: actions },
];

/** Background checks; who left stays in the list. */
export const VettingTable = ({
  vettings,
  onAdd,
}: {
  readonly vettings: readonly Vetting[];
  readonly onAdd: (() => void) | undefined;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const today = dayOf(useNow(60_000));
  const leave = useMutation({
    mutationFn: leaveKeyPost,
    onSuccess: (answer) => client.setQueryData(['critical-infrastructure'], answer),
    onError: say.problem,
  });
  const add = onAdd !== undefined && <Button onClick={onAdd}>{t('criticalInfrastructure.vet')}</Button>;
  const actions = (each: Vetting) =>
    onAdd !== undefined &&
    each.leftOn === null && (
      <Popconfirm
        title={t('criticalInfrastructure.leaveSure')}
        onConfirm={() => leave.mutate({ id: each.id, leftOn: today })}
      >
        <Button size="small">{t('criticalInfrastructure.leave')}</Button>
      </Popconfirm>
    );
  return (
    <Panel title={t('criticalInfrastructure.vettings')} extra={add} body="flush">
      <DataTable
        columns={columnsOf(t, actions)}
        rows={vettings}
        rowKey={({ id }) => id}
        exportName="background-checks"
        empty={
          <EmptyState
            size="small"
            title={t('criticalInfrastructure.noVetting')}
            hint={t('criticalInfrastructure.noVettingHint')}
          />
        }
      />
    </Panel>
  );
};

import { dayOf } from '@chedun/kernel';
import type { Appointment } from '@chedun/organisation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { endAppointment } from '../../api/organisation.ts';
import { monoColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

const stateOf = (each: Appointment, today: string): 'inForce' | 'later' | 'over' =>
  each.isInForce ? 'inForce' : each.validFrom > today ? 'later' : 'over';
const TONE = { inForce: 'good', later: 'low', over: 'info' } as const;

const columnsOf = (t: TFunction, today: string, actions: (each: Appointment) => ReactNode): Column<Appointment>[] => [
  textColumn('person', t('organisation.person'), ({ person }) => person),
  textColumn(
    'post',
    t('organisation.posts'),
    ({ post, isDeputy }) => `${t(`organisation.post.${post}`)}${isDeputy ? ` · ${t('organisation.deputy')}` : ''}`,
  ),
  monoColumn('phone', t('organisation.phone'), ({ phone }) => phone),
  textColumn('from', t('organisation.validFrom'), ({ validFrom }) => validFrom, { width: 120 }),
  textColumn('to', t('organisation.validTo'), ({ validTo }) => validTo ?? '', { width: 120 }),
  {
    key: 'document',
    title: t('organisation.document'),
    value: ({ document }) => document?.name ?? '',
    render: ({ document }) => (document === null ? '' : <span title={`SM3 ${document.sm3}`}>{document.name}</span>),
  },
  {
    key: 'state',
    title: '',
    width: 100,
    value: (each) => stateOf(each, today),
    render: (each) => <Chip tone={TONE[stateOf(each, today)]}>{t(`organisation.${stateOf(each, today)}`)}</Chip>,
  },
  { key: 'actions', title: '', width: 110, render: actions },
];

/** Every appointment, also those that ended. */
export const AppointmentTable = ({
  appointments,
  mayWrite,
}: {
  readonly appointments: readonly Appointment[];
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const today = dayOf(useNow(60_000));
  const end = useMutation({
    mutationFn: endAppointment,
    onSuccess: (answer) => client.setQueryData(['organisation'], answer),
    onError: say.problem,
  });
  const actions = (each: Appointment) =>
    mayWrite &&
    each.isInForce &&
    each.validTo === null && (
      <Popconfirm title={t('organisation.endSure')} onConfirm={() => end.mutate({ id: each.id, validTo: today })}>
        <Button size="small">{t('organisation.end')}</Button>
      </Popconfirm>
    );
  return (
    <Panel title={t('organisation.history')} body="flush">
      <DataTable
        columns={columnsOf(t, today, actions)}
        rows={appointments}
        rowKey={({ id }) => id}
        exportName="appointments"
        empty={<EmptyState size="small" title={t('organisation.historyEmpty')} />}
      />
    </Panel>
  );
};

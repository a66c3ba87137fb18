import type { Licence } from '@chedun/organisation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeLicence } from '../../api/organisation.ts';
import { monoColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { LicenceDialog } from './LicenceDialog.tsx';

const columnsOf = (t: TFunction, actions: (each: Licence) => ReactNode): Column<Licence>[] => [
  monoColumn('number', t('organisation.licenceNumber'), ({ number }) => number),
  textColumn('kind', t('organisation.licenceKind'), ({ kind }) => t(`organisation.kind.${kind}`)),
  textColumn('services', t('organisation.services'), ({ services }) => services.join(' · ')),
  textColumn('to', t('organisation.licenceTo'), ({ validTo }) => validTo, { width: 130 }),
  {
    key: 'state',
    title: '',
    width: 120,
    value: ({ isInForce }) => (isInForce ? 1 : 0),
    render: ({ isInForce }) => (
      <Chip tone={isInForce ? 'good' : 'critical'}>{t(isInForce ? 'organisation.valid' : 'organisation.expired')}</Chip>
    ),
  },
  { key: 'actions', title: '', width: 100, render: actions },
];

/** Licences for telecommunications business. */
export const LicencePanel = ({
  licences,
  mayWrite,
}: {
  readonly licences: readonly Licence[];
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: removeLicence,
    onSuccess: (answer) => client.setQueryData(['organisation'], answer),
    onError: say.problem,
  });
  const actions = ({ number }: Licence) =>
    mayWrite && (
      <Popconfirm title={number} onConfirm={() => remove.mutate(number)}>
        <Button size="small">{t('common.remove')}</Button>
      </Popconfirm>
    );
  const add = mayWrite && <Button onClick={() => setAdding(true)}>{t('organisation.licenceAdd')}</Button>;
  return (
    <Panel title={t('organisation.licences')} extra={add} body="flush">
      <DataTable
        columns={columnsOf(t, actions)}
        rows={licences}
        rowKey={({ number }) => number}
        exportName="licences"
        empty={
          <EmptyState size="small" title={t('organisation.licenceEmpty')} hint={t('organisation.licenceEmptyHint')} />
        }
      />
      {adding && <LicenceDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};

import type { SupplierOverview, UnknownName } from '@chedun/suppliers/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import type { ButtonProps } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addSpelling, listSuppliers, takeOverSuppliers } from '../../api/suppliers.ts';
import { textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';

/** Makes dossiers of names of the register of assets. */
export const TakeOverButton = ({
  names,
  type = 'default',
  size = 'middle',
  onDone,
  children,
}: {
  readonly names: readonly string[];
  readonly type?: ButtonProps['type'];
  readonly size?: ButtonProps['size'];
  readonly onDone?: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: takeOverSuppliers,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      say.done(t('suppliers.taken', { count: names.length }));
      onDone?.();
    },
    onError: say.problem,
  });
  return (
    <Button
      type={type}
      size={size}
      loading={take.isPending}
      onClick={() => take.mutate({ names: [...names], kinds: ['component'], importance: 'ordinary' })}
    >
      {children}
    </Button>
  );
};

const MergeDialog = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string>();
  const { data } = useQuery({
    queryKey: ['suppliers', 'find', find],
    queryFn: ({ signal }) => listSuppliers({ q: find, sort: 'name', limit: 50 }, signal),
  });
  const merge = useMutation({
    mutationFn: addSpelling,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      say.done(t('suppliers.merged'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('suppliers.mergeTitle', { name })}
      onCancel={onClose}
      okText={t('common.save')}
      okButtonProps={{ disabled: chosen === undefined, loading: merge.isPending }}
      onOk={() => chosen !== undefined && merge.mutate({ id: chosen, name })}
    >
      <div className="stack" style={{ gap: 8 }}>
        <span className="soft">{t('suppliers.mergeHint')}</span>
        <Select
          showSearch={{ filterOption: false, onSearch: setFind }}
          aria-label={t('suppliers.choose')}
          placeholder={t('suppliers.choose')}
          style={{ width: '100%' }}
          options={(data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(value: string) => setChosen(value)}
        />
      </div>
    </Modal>
  );
};

/** Names of the register of assets that no dossier has. */
export const UnknownPanel = ({
  overview: { unknownNames, unknown, total, cut },
  mayWrite,
}: {
  readonly overview: SupplierOverview;
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [merging, setMerging] = useState<string>();
  const actions = ({ name }: UnknownName) => (
    <span className="row nowrap" style={{ gap: 6 }}>
      <TakeOverButton names={[name]} size="small">
        {t('suppliers.take')}
      </TakeOverButton>
      {total > 0 && (
        <Button size="small" onClick={() => setMerging(name)}>
          {t('suppliers.merge')}
        </Button>
      )}
    </span>
  );
  const columns: readonly Column<UnknownName>[] = [
    textColumn('name', t('suppliers.name'), ({ name }) => name),
    textColumn('parts', t('suppliers.parts'), ({ parts }) => parts.join(t('suppliers.comma')), { clip: 'clip' }),
    textColumn('vehicles', t('suppliers.vehicles'), ({ vehicles }) => vehicles, { width: 100, align: 'right' }),
    textColumn('ecus', t('suppliers.ecus'), ({ ecus }) => ecus, { width: 100, align: 'right' }),
    ...(mayWrite ? [{ key: 'actions', title: '', width: 210, render: actions }] : []),
  ];
  return (
    <Panel
      title={t('suppliers.unknownTitle')}
      hint={t('suppliers.unknownHint')}
      body="flush"
      extra={
        mayWrite &&
        chosen.length > 0 && (
          <TakeOverButton names={chosen} onDone={() => setChosen([])}>
            {t('suppliers.takeSelected', { count: chosen.length })}
          </TakeOverButton>
        )
      }
    >
      {cut && <Alert type="warning" showIcon title={t('suppliers.unknownCut')} />}
      <DataTable
        columns={columns}
        rows={unknownNames}
        rowKey={({ name }) => name}
        total={unknown}
        exportName="unknown-suppliers"
        {...(mayWrite ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        empty={<EmptyState size="small" title={t('suppliers.unknownNone')} />}
      />
      {merging !== undefined && <MergeDialog name={merging} onClose={() => setMerging(undefined)} />}
    </Panel>
  );
};

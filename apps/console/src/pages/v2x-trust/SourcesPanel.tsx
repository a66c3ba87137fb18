import { v2xTrustPermissions, type ListSource } from '@chedun/v2x-trust/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Select, Space } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addListSource, listSources, removeListSource } from '../../api/v2xTrust.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const KINDS = ['root-ctl', 'pki-ctl', 'crl'] as const;
const REFRESH_MS = 30_000;

const columnsOf = (t: TFunction, remove: ((id: string) => void) | undefined): readonly Column<ListSource>[] => [
  textColumn('kind', t('roadTrust.kind'), ({ kind }) => t(`roadTrust.kindOf.${kind}`), { width: 130 }),
  monoColumn('url', t('roadTrust.url'), ({ url }) => url, { clip: 'clip' }),
  shownColumn(
    'checked',
    t('roadTrust.checked'),
    ({ checkedAt }) => checkedAt ?? '',
    ({ checkedAt }) => <TimeText at={checkedAt} />,
    { width: 170 },
  ),
  monoColumn('problem', t('roadTrust.problem'), ({ problem }) => problem ?? '—', { width: 240, clip: 'clip' }),
  {
    key: 'remove',
    title: '',
    width: 90,
    render: ({ id }) =>
      remove && (
        <Popconfirm title={t('roadTrust.removeAsk')} okText={t('roadTrust.remove')} onConfirm={() => remove(id)}>
          <Button size="small">{t('roadTrust.remove')}</Button>
        </Popconfirm>
      ),
  },
];

/** Addresses that lists are fetched from. */
export const SourcesPanel = () => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const mayChange = may(v2xTrustPermissions.propose);
  const sources = useQuery({
    queryKey: ['v2x-trust', 'sources'],
    queryFn: ({ signal }) => listSources(signal),
    refetchInterval: REFRESH_MS,
  });
  const { mutate: remove } = useMutation({
    mutationFn: removeListSource,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['v2x-trust', 'sources'] }),
    onError: say.problem,
  });
  const columns = useMemo(() => columnsOf(t, mayChange ? remove : undefined), [t, mayChange, remove]);
  return (
    <Panel title={t('roadTrust.sources')} hint={t('roadTrust.sourcesHint')} body="flush">
      {mayChange && <AddSource />}
      <DataTable<ListSource>
        columns={columns}
        rows={sources.data?.items}
        rowKey={({ id }) => id}
        error={sources.error}
        onRetry={() => void sources.refetch()}
        exportName="chedun-trust-sources"
        sorting="browser"
        minWidth={900}
        empty={<EmptyState size="small" title={t('roadTrust.sourcesEmpty')} hint={t('roadTrust.sourcesEmptyHint')} />}
      />
    </Panel>
  );
};

const AddSource = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('root-ctl');
  const [url, setUrl] = useState('');
  const add = useMutation({
    mutationFn: addListSource,
    onSuccess: async () => {
      setUrl('');
      await client.invalidateQueries({ queryKey: ['v2x-trust', 'sources'] });
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar">
      <Space.Compact>
        <Select
          value={kind}
          onChange={setKind}
          style={{ width: 150 }}
          options={KINDS.map((value) => ({ value, label: t(`roadTrust.kindOf.${value}`) }))}
        />
        <Input
          style={{ width: 380 }}
          value={url}
          placeholder="https://"
          aria-label={t('roadTrust.url')}
          onChange={({ target }) => setUrl(target.value)}
        />
      </Space.Compact>
      <Button disabled={!URL.canParse(url)} loading={add.isPending} onClick={() => add.mutate({ kind, url })}>
        {t('roadTrust.addSource')}
      </Button>
    </div>
  );
};

import { warningPermissions, type Channel } from '@chedun/warnings/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listChannels, listDeliveries, removeChannel, testChannel } from '../../api/warnings.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ChannelDialog } from './ChannelDialog.tsx';
import { LEVELS } from './levels.tsx';
import { useFailure } from './useFailure.ts';

/** Where messages of a channel go. */
const targetText = ({ target, endpoint }: Channel): string => {
  if (target.kind === 'email') return target.to.join(', ');
  if (target.kind === 'syslog') return `${target.transport}://${target.host}:${target.port}`;
  return endpoint ?? '';
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const LOOKS = 60;

/** Sends a test and waits for what comes of it. */
const useTest = () => {
  const { t } = useTranslation();
  const say = useSay();
  const failure = useFailure();
  const client = useQueryClient();
  const { notification } = App.useApp();
  return useMutation({
    mutationFn: async (channel: string) => {
      const { id } = await testChannel(channel);
      for (let look = 0; look < LOOKS; look += 1) {
        await wait(500);
        const { items } = await listDeliveries({ channel, limit: 20 });
        const found = items.find((each) => each.id === id);
        if (found?.status === 'sent' || found?.status === 'dead') return found;
      }
      return undefined;
    },
    onSuccess: (result) => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      if (result === undefined) say.done(t('warnings.channel.tested'));
      else if (result.status === 'sent') say.done(t('warnings.channel.testOk'));
      else notification.error({ title: t('warnings.channel.testBad', { reason: failure(result.error ?? '') }) });
    },
    onError: say.problem,
  });
};

const RowActions = ({
  channel,
  onEdit,
}: {
  readonly channel: Channel;
  readonly onEdit: (channel: Channel) => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const test = useTest();
  const remove = useMutation({
    mutationFn: () => removeChannel(channel.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.channel.removed'));
    },
    onError: say.problem,
  });
  return (
    <span className="row nowrap">
      <Button size="small" loading={test.isPending} onClick={() => test.mutate(channel.id)}>
        {t('warnings.channel.test')}
      </Button>
      <Button size="small" onClick={() => onEdit(channel)}>
        {t('warnings.edit')}
      </Button>
      <Popconfirm title={t('warnings.channel.remove', { name: channel.name })} onConfirm={() => remove.mutate()}>
        <Button size="small" danger>
          {t('common.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};

const whereColumns = (t: TFunction): readonly Column<Channel>[] => [
  shownColumn(
    'name',
    t('warnings.channel.name'),
    ({ name }) => name,
    ({ name, enabled }) => <StateDot tone={enabled ? 'good' : 'info'}>{name}</StateDot>,
    { width: 160 },
  ),
  textColumn('kind', t('warnings.channel.kind'), ({ target }) => t(`warnings.channel.kinds.${target.kind}`), {
    width: 96,
  }),
  shownColumn(
    'target',
    t('warnings.channel.target'),
    targetText,
    (row) => <span className="mono">{targetText(row)}</span>,
    { clip: 'clip' },
  ),
  textColumn(
    'levels',
    t('warnings.channel.levels'),
    ({ levels }) =>
      LEVELS.filter((level) => levels.includes(level))
        .map((level) => t(`warnings.level.${level}`))
        .join(' '),
    { width: 170 },
  ),
];

const whenColumns = (
  t: TFunction,
  failure: (error: string) => string,
  writes: boolean,
  onEdit: (channel: Channel) => void,
): readonly Column<Channel>[] => [
  textColumn(
    'step',
    t('warnings.channel.step'),
    ({ step }) => (step === 0 ? t('warnings.channel.step0') : t('warnings.channel.stepLabel', { n: step })),
    { width: 90 },
  ),
  textColumn(
    'quiet',
    t('warnings.channel.quiet'),
    ({ quiet }) => (quiet === null ? t('warnings.channel.quietNone') : `${quiet.from}–${quiet.to}`),
    { width: 110 },
  ),
  shownColumn(
    'sent',
    t('warnings.channel.lastSent'),
    ({ lastSent }) => lastSent ?? '',
    ({ lastSent }) => <AgoText at={lastSent} />,
    { width: 110 },
  ),
  textColumn(
    'error',
    t('warnings.channel.lastError'),
    ({ lastError }) => (lastError === null ? '—' : failure(lastError)),
    { width: 120, clip: 'clip' },
  ),
  ...(writes
    ? [
        shownColumn<Channel>(
          'actions',
          '',
          () => '',
          (row) => <RowActions channel={row} onEdit={onEdit} />,
          { width: 224 },
        ),
      ]
    : []),
];

const useColumns = (writes: boolean, onEdit: (channel: Channel) => void): readonly Column<Channel>[] => {
  const { t } = useTranslation();
  const failure = useFailure();
  return useMemo(() => [...whereColumns(t), ...whenColumns(t, failure, writes, onEdit)], [t, failure, writes, onEdit]);
};

/** Where warnings go. */
export const ChannelsTab = () => {
  const { t } = useTranslation();
  const writes = useMay()(warningPermissions.channels);
  const [editing, setEditing] = useState<Channel | 'new'>();
  const channels = useQuery({
    queryKey: ['warnings', 'channels'],
    queryFn: ({ signal }) => listChannels(signal),
    refetchInterval: 15_000,
  });
  const columns = useColumns(writes, setEditing);
  const add = writes && (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('warnings.channel.add')}
    </Button>
  );
  return (
    <Panel body="flush">
      {(channels.data?.items.length ?? 0) > 0 && (
        <div className="toolbar">
          {add}
          <span className="faint">{t('warnings.channel.privateHint')}</span>
        </div>
      )}
      <DataTable<Channel>
        rows={channels.data?.items}
        error={channels.error}
        onRetry={() => void channels.refetch()}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={1180}
        sorting="browser"
        exportName="chedun-channels"
        empty={<EmptyState title={t('warnings.channel.empty')} hint={t('warnings.channel.emptyHint')} action={add} />}
      />
      {editing !== undefined && (
        <ChannelDialog channel={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </Panel>
  );
};

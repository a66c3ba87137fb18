import { isTelling, type Target } from '@chedun/exposure/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { probeNow, removeTarget } from '../../api/exposure.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ProbeDrawer } from './ProbeDrawer.tsx';

const Result = ({ target: { lastRun } }: { readonly target: Target }) => {
  const { t } = useTranslation();
  if (lastRun === null) return <Chip tone="info">{t('exposure.neverProbed')}</Chip>;
  if (lastRun.unreachable === lastRun.probed) return <Chip tone="critical">{t('exposure.unreachable')}</Chip>;
  if (!isTelling(lastRun))
    return (
      <Chip tone="critical" title={t('exposure.allAnswerHint')}>
        {t('exposure.allAnswer')}
      </Chip>
    );
  const { open, closed, silent } = lastRun;
  return <span>{t('exposure.result', { open, closed, silent })}</span>;
};

const columnsOf = (t: TFunction, actions: (target: Target) => ReactNode): readonly Column<Target>[] => [
  monoColumn('host', t('exposure.host'), ({ host }) => host),
  textColumn('ports', t('exposure.portsOfTarget'), ({ ports }) => (ports === '' ? t('exposure.usualPorts') : ports)),
  textColumn('approver', t('exposure.approver'), ({ approver }) => approver, { width: 120 }),
  textColumn('note', t('exposure.note'), ({ note }) => note),
  shownColumn(
    'at',
    t('exposure.lastProbe'),
    ({ lastRun }) => lastRun?.at ?? '',
    ({ lastRun }) => (lastRun === null ? '' : <TimeText at={lastRun.at} />),
    { width: 170 },
  ),
  {
    key: 'result',
    title: t('exposure.resultTitle'),
    value: ({ lastRun }) => lastRun?.open ?? -1,
    render: (target) => <Result target={target} />,
  },
  { key: 'actions', title: '', width: 190, render: actions },
];

/** Addresses that are probed, with their last probe; a row opens the earlier ones. */
export const TargetTable = ({
  targets,
  mayWrite,
}: {
  readonly targets: readonly Target[];
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [shown, setShown] = useState<Target>();
  const refresh = async (): Promise<void> => client.invalidateQueries({ queryKey: ['exposure'] });
  const probe = useMutation({
    mutationFn: probeNow,
    onSuccess: async ({ ordered }) => {
      say.done(t('exposure.ordered', { count: ordered }));
      await refresh();
    },
    onError: say.problem,
  });
  const remove = useMutation({ mutationFn: removeTarget, onSuccess: refresh, onError: say.problem });
  const actions = (target: Target) =>
    mayWrite && (
      <div className="row nowrap" role="presentation" onClick={(event) => event.stopPropagation()}>
        <Button size="small" onClick={() => probe.mutate(target.id)}>
          {t('exposure.probeThis')}
        </Button>
        <Popconfirm title={t('exposure.removeSure')} onConfirm={() => remove.mutate(target.id)}>
          <Button size="small" type="text" danger>
            {t('common.remove')}
          </Button>
        </Popconfirm>
      </div>
    );
  return (
    <Panel title={t('exposure.targets')} hint={t('exposure.targetsHint')} body="flush">
      <DataTable
        columns={columnsOf(t, actions)}
        rows={targets}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="exposure-targets"
        onRow={setShown}
        empty={<EmptyState size="small" title={t('exposure.empty')} hint={t('exposure.emptyHint')} />}
      />
      {shown !== undefined && <ProbeDrawer target={shown} onClose={() => setShown(undefined)} />}
    </Panel>
  );
};

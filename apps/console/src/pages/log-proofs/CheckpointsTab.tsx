import type { CheckpointView, SealedLog, SealStream } from '@chedun/seal/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCheckpoints } from '../../api/seal.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { signatureName } from './names.ts';

const REFRESH_MS = 10_000;
const STREAMS: readonly SealStream[] = ['network', 'telemetry'];

const columnsOf = (t: TFunction): readonly Column<CheckpointView>[] => [
  shownColumn(
    'at',
    t('seal.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 176 },
  ),
  shownColumn(
    'size',
    t('seal.frames'),
    ({ size }) => size,
    ({ size }) => formatCount(size),
    { width: 110, align: 'right' },
  ),
  monoColumn('root', t('seal.root'), ({ root }) => root, { width: 400 }),
  shownColumn(
    'signatures',
    t('seal.signatures'),
    ({ signatures }) => signatures.map((type) => signatureName(t, type)).join(' '),
    ({ signatures }) => (
      <span className="row" style={{ gap: 6 }}>
        {signatures.map((type) => (
          <Chip key={type}>{signatureName(t, type)}</Chip>
        ))}
      </span>
    ),
    { width: 160 },
  ),
  shownColumn(
    'valid',
    t('seal.statusColumn'),
    ({ valid }) => t(valid ? 'seal.valid' : 'seal.invalid'),
    ({ valid }) => <StateDot tone={valid ? 'good' : 'critical'}>{t(valid ? 'seal.valid' : 'seal.invalid')}</StateDot>,
    { width: 100 },
  ),
];

/** 检查点: the newest signed heads of a log, and the keys that verify them. */
export const CheckpointsTab = ({ logs }: { readonly logs: readonly SealedLog[] }) => {
  const { t } = useTranslation();
  const [stream, setStream] = useState<SealStream>('network');
  const list = useQuery({
    queryKey: ['seal', 'checkpoints', stream],
    queryFn: ({ signal }) => listCheckpoints(stream, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const keys = logs.find((log) => log.stream === stream)?.keys ?? [];
  return (
    <div className="stack">
      <Panel body="flush">
        <div className="toolbar">
          <Segmented<SealStream>
            value={stream}
            onChange={setStream}
            options={STREAMS.map((value) => ({ value, label: t(`seal.stream.${value}`) }))}
          />
        </div>
        <DataTable<CheckpointView>
          columns={columns}
          rows={list.data?.items}
          rowKey={({ size, at }) => `${size} ${at}`}
          error={list.error}
          onRetry={() => void list.refetch()}
          sorting="browser"
          exportName={`chedun-checkpoints-${stream}`}
          minWidth={960}
          empty={<EmptyState title={t('seal.checkpointsEmpty')} hint={t('seal.checkpointsEmptyHint')} />}
        />
      </Panel>
      {keys.length > 0 && <KeysPanel keys={keys} />}
    </div>
  );
};

const KeysPanel = ({ keys }: { readonly keys: readonly string[] }) => {
  const { t } = useTranslation();
  const say = useSay();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${keys.join('\n')}\n`);
    say.done(t('common.copied'));
  };
  return (
    <Panel
      title={t('seal.keys')}
      hint={t('seal.keysHint')}
      extra={
        <Button size="small" onClick={() => void copy()}>
          {t('seal.copyKeys')}
        </Button>
      }
    >
      <pre className="raw">{keys.join('\n')}</pre>
    </Panel>
  );
};

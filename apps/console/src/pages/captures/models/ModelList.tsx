import { capturesPermissions } from '@chedun/captures/contract';
import type { CanModel } from '@chedun/captures/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activateCanModel, deleteCanModel, listCanModels } from '../../../api/captures.ts';
import { textIn } from '../../../api/problem.ts';
import { usePreferences } from '../../../app/preferences.ts';
import { useMay } from '../../../app/session.ts';
import { formatCount, formatDuration } from '../../../lib/format.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Chip, StateDot } from '../../../ui/Tags.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { useSay } from '../../../ui/useSay.ts';
import { ModelDrawer } from './ModelDrawer.tsx';

const STATUS_TONE = { training: 'primary', ready: 'good', failed: 'critical' } as const;
const TRAINING_MS = 1500;

const perHour = ({ judged }: CanModel): string =>
  judged.seconds === 0 ? '–' : ((judged.alerts * 3600) / judged.seconds).toFixed(1);

const columnsOf = (t: TFunction): readonly Column<CanModel>[] => [
  shownColumn(
    'model',
    t('captures.vehicleModel'),
    (row) => `${row.vehicleModel} v${row.version}`,
    (row) => (
      <span>
        <strong>{row.vehicleModel}</strong> <Chip>v{row.version}</Chip>
      </span>
    ),
    { width: 170, clip: 'clip' },
  ),
  textColumn('title', t('models.title'), (row) => row.title, { clip: 'clip' }),
  shownColumn(
    'status',
    t('captures.status'),
    (row) => t(`models.statusOf.${row.status}`),
    (row) => <ModelState model={row} />,
    { width: 150 },
  ),
  shownColumn(
    'capture',
    t('models.trainedFrom'),
    (row) => row.captureName,
    (row) => <CaptureLink model={row} />,
    { clip: 'clip' },
  ),
  textColumn('ids', t('can.ids'), (row) => row.ids, { width: 76, align: 'right' }),
  shownColumn(
    'frames',
    t('can.frameCount'),
    (row) => row.frames,
    (row) => formatCount(row.frames),
    { width: 92, align: 'right' },
  ),
  shownColumn(
    'seconds',
    t('models.learned'),
    (row) => row.seconds,
    (row) => formatDuration(row.seconds * 1000),
    { width: 100, align: 'right' },
  ),
  textColumn('judged', t('models.judgedCaptures'), (row) => row.judged.captures, { width: 88, align: 'right' }),
  textColumn('rate', t('models.alertsPerHour'), perHour, { width: 104, align: 'right' }),
  shownColumn(
    'created',
    t('models.createdAt'),
    (row) => row.createdAt,
    (row) => <TimeText at={row.createdAt} />,
    { width: 162 },
  ),
  { key: 'acts', title: '', width: 132, align: 'right', render: (row) => <ModelActions model={row} /> },
];

const ModelState = ({ model }: { readonly model: CanModel }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <span className="row" style={{ gap: 6 }} title={model.reason === null ? undefined : textIn(model.reason, language)}>
      <StateDot tone={STATUS_TONE[model.status]}>{t(`models.statusOf.${model.status}`)}</StateDot>
      {model.active && <Chip tone="good">{t('models.active')}</Chip>}
    </span>
  );
};

const CaptureLink = ({ model }: { readonly model: CanModel }) =>
  model.captureId === null ? (
    <span className="soft">{model.captureName}</span>
  ) : (
    <Link to="/captures/$id" params={{ id: model.captureId }} onClick={(event) => event.stopPropagation()}>
      {model.captureName}
    </Link>
  );

const ModelActions = ({ model }: { readonly model: CanModel }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const onSuccess = (): void => void client.invalidateQueries({ queryKey: ['can-models'] });
  const activate = useMutation({ mutationFn: () => activateCanModel(model.id), onSuccess, onError: say.problem });
  const remove = useMutation({ mutationFn: () => deleteCanModel(model.id), onSuccess, onError: say.problem });
  if (!may(capturesPermissions.models) || model.status === 'training' || model.active) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span onClick={(event) => event.stopPropagation()}>
      {model.status === 'ready' && (
        <Button size="small" type="link" loading={activate.isPending} onClick={() => activate.mutate()}>
          {t('models.activate')}
        </Button>
      )}
      <Popconfirm title={t('models.deleteQuestion')} okText={t('common.remove')} onConfirm={() => remove.mutate()}>
        <Button size="small" type="link" danger loading={remove.isPending}>
          {t('common.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};

/** Models with their versions; a click shows what one knows and how it differs from others. */
export const ModelList = ({ vehicleModel }: { readonly vehicleModel: string | undefined }) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<CanModel>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const models = useQuery({
    queryKey: ['can-models'],
    queryFn: ({ signal }) => listCanModels(signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'training') === true ? TRAINING_MS : false,
  });
  const rows = models.data?.items.filter((row) => vehicleModel === undefined || row.vehicleModel === vehicleModel);
  return (
    <>
      <DataTable
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        error={models.error}
        onRetry={() => void models.refetch()}
        sorting="browser"
        onRow={setOpened}
        exportName="chedun-can-models"
        minWidth={1180}
        empty={<EmptyState size="small" title={t('models.empty')} hint={t('models.emptyHint')} />}
      />
      {opened !== undefined && <ModelDrawer model={opened} others={rows ?? []} onClose={() => setOpened(undefined)} />}
    </>
  );
};

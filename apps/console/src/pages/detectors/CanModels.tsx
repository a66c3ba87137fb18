import { CanModelList, capturesPermissions } from '@chedun/captures/contract';
import type { CanModel } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

const TONE: Readonly<Record<CanModel['status'], string>> = { training: 'primary', ready: 'good', failed: 'critical' };
const HOUR_S = 3600;

/** Alerts per hour of judged traffic; undefined before anything was judged. */
const rateOf = ({ judged }: CanModel): number | undefined =>
  judged.seconds === 0 ? undefined : Math.round((judged.alerts / judged.seconds) * HOUR_S * 10) / 10;

const columnsOf = (t: TFunction, language: 'zh-CN' | 'en'): readonly Column<CanModel>[] => [
  textColumn('model', t('detectors.modelOf'), ({ vehicleModel }) => vehicleModel, { clip: 'clip' }),
  textColumn('version', t('detectors.modelVersion'), ({ version }) => `v${version}`, { width: 80 }),
  shownColumn(
    'status',
    t('detectors.stateName'),
    ({ status }) => t(`detectors.modelStatus.${status}`),
    ({ status, reason }) => (
      <Chip tone={TONE[status]} {...(reason === null ? {} : { title: textIn(reason, language) })}>
        {t(`detectors.modelStatus.${status}`)}
      </Chip>
    ),
    { width: 104 },
  ),
  textColumn(
    'active',
    t('detectors.modelUse'),
    ({ active }) => (active ? t('detectors.modelActive') : t('detectors.modelIdle')),
    { width: 96 },
  ),
  textColumn('frames', t('detectors.modelFrames'), ({ frames }) => formatCount(frames), { width: 116, align: 'right' }),
  textColumn('ids', t('detectors.modelIds'), ({ ids }) => ids, { width: 104, align: 'right' }),
  shownColumn(
    'trained',
    t('detectors.modelTrained'),
    ({ createdAt }) => createdAt,
    ({ createdAt }) => <AgoText at={createdAt} />,
    { width: 118 },
  ),
  textColumn(
    'judged',
    t('detectors.modelJudged'),
    ({ judged }) => (judged.seconds === 0 ? '–' : formatDuration(judged.seconds * 1000)),
    { width: 118, align: 'right' },
  ),
  textColumn('rate', t('detectors.modelRate'), (model) => rateOf(model) ?? '–', { width: 112, align: 'right' }),
];

/** Training state of the models that judge CAN buses. */
export const CanModels = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const models = useQuery({
    queryKey: ['can-models'],
    queryFn: ({ signal }) => call('GET', '/can-models', CanModelList, { signal }),
    enabled: may(capturesPermissions.read),
    refetchInterval: 15_000,
  });
  const columns = useMemo(() => columnsOf(t, language), [t, language]);
  if (!may(capturesPermissions.read)) return null;
  return (
    <Panel
      title={t('detectors.models')}
      hint={t('detectors.modelsHint')}
      extra={
        <Link to="/captures" search={{ tab: 'models' }}>
          {t('detectors.modelsOpen')}
        </Link>
      }
      body="flush"
    >
      <DataTable<CanModel>
        columns={columns}
        rows={models.data?.items}
        error={models.error}
        onRetry={() => void models.refetch()}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="chedun-can-models"
        minWidth={980}
        empty={<EmptyState size="small" title={t('detectors.modelsNone')} hint={t('detectors.modelsNoneHint')} />}
      />
    </Panel>
  );
};

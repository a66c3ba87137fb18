import { FlowStatus, zonePermissions, type ZoneOverview } from '@chedun/zones/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Select, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getZones, importZones, lookForFlows } from '../../api/zones.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { FlowTable } from './FlowTable.tsx';
import { OpeningList } from './OpeningList.tsx';
import { PairDrawer, type Pair } from './PairDrawer.tsx';
import { ZoneDialog, type ZoneDraft } from './ZoneDialog.tsx';
import { ZoneList } from './ZoneList.tsx';
import { ZoneMatrix } from './ZoneMatrix.tsx';
import { ZonePicture } from './ZonePicture.tsx';

/** 安全域: zones, what may flow between them, and what does. */
export const ZonesPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(zonePermissions.write);
  const [draft, setDraft] = useState<ZoneDraft>();
  const [isImporting, setImporting] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ['zones', 'all'], queryFn: ({ signal }) => getZones(signal) });
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        title={t('nav.zones')}
        about={t('zones.about')}
        extra={mayWrite && <Actions onAdd={() => setDraft({})} onImport={() => setImporting(true)} />}
      />
      {data === undefined ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : (
        <Overview overview={data} onDraft={setDraft} />
      )}
      {draft !== undefined && <ZoneDialog draft={draft} onClose={() => setDraft(undefined)} />}
      {isImporting && <ImportZones onClose={() => setImporting(false)} />}
    </div>
  );
};

const Actions = ({ onAdd, onImport }: { readonly onAdd: () => void; readonly onImport: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: lookForFlows,
    onSuccess: async ({ violating }) => {
      await client.invalidateQueries({ queryKey: ['zones'] });
      say.done(t('zones.looked', { violating }));
    },
    onError: say.problem,
  });
  return (
    <>
      <Button onClick={onImport}>{t('zones.import')}</Button>
      <Button loading={look.isPending} onClick={() => look.mutate()}>
        {t('zones.look')}
      </Button>
      <Button type="primary" onClick={onAdd}>
        {t('zones.add')}
      </Button>
    </>
  );
};

const Kpis = ({ overview: { zones, permissions, counts, lookedAt } }: { readonly overview: ZoneOverview }) => {
  const { t } = useTranslation();
  return (
    <div className="kpis">
      <Kpi label={t('zones.counts.zones')} value={zones.length} />
      <Kpi
        label={t('zones.counts.permissions')}
        value={permissions.filter(({ isInForce }) => isInForce).length}
        tone="info"
      />
      <Kpi
        label={t('zones.counts.crossing')}
        value={counts.crossing}
        note={
          lookedAt === null ? (
            t('zones.neverLooked')
          ) : (
            <>
              {t('zones.lookedAt')} <TimeText at={lookedAt} />
            </>
          )
        }
      />
      <Kpi
        label={t('zones.counts.violating')}
        value={counts.violating}
        tone={counts.violating > 0 ? 'critical' : 'good'}
      />
      <Kpi label={t('zones.counts.ended')} value={counts.ended} tone={counts.ended > 0 ? 'high' : 'good'} />
      <Kpi
        label={t('zones.counts.ownUnzoned')}
        value={counts.ownUnzoned}
        tone={counts.ownUnzoned > 0 ? 'medium' : 'good'}
      />
    </div>
  );
};

const Overview = ({
  overview,
  onDraft,
}: {
  readonly overview: ZoneOverview;
  readonly onDraft: (draft: ZoneDraft) => void;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/zones' });
  const [pair, setPair] = useState<Pair>();
  const pick = (from: string, to: string): void => setPair({ from, to });
  const { zones, cut } = overview;
  if (zones.length === 0) return <ZoneList zones={zones} onDraft={onDraft} />;
  const picture = (
    <Panel title={t('zones.pictureTitle')} hint={t('zones.pictureHint')} body="flush">
      <ZonePicture overview={overview} onPick={pick} />
    </Panel>
  );
  const matrix = (
    <Panel title={t('zones.tabs.matrix')} hint={t('zones.matrixHint')} body="flush">
      <ZoneMatrix overview={overview} onPick={pick} />
    </Panel>
  );
  return (
    <div className="stack">
      <Kpis overview={overview} />
      {cut && <Alert type="warning" showIcon title={t('zones.cut')} />}
      <Tabs
        activeKey={tab ?? 'picture'}
        onChange={(key) => void navigate({ to: '/zones', search: key === 'picture' ? {} : { tab: key } })}
        destroyOnHidden
        items={[
          { key: 'picture', label: t('zones.tabs.picture'), children: picture },
          { key: 'matrix', label: t('zones.tabs.matrix'), children: matrix },
          { key: 'flows', label: t('zones.tabs.flows'), children: <Flows zones={zones} /> },
          { key: 'list', label: t('zones.tabs.list'), children: <ZoneList zones={zones} onDraft={onDraft} /> },
          { key: 'openings', label: t('zones.tabs.openings'), children: <OpeningList zones={zones} /> },
        ]}
      />
      {pair !== undefined && <PairDrawer pair={pair} overview={overview} onClose={() => setPair(undefined)} />}
    </div>
  );
};

const Flows = ({ zones }: Pick<ZoneOverview, 'zones'>) => {
  const { t } = useTranslation();
  const [status, setStatus] = useState<FlowStatus>();
  return (
    <Panel
      title={t('zones.flows')}
      body="flush"
      extra={
        <Select<FlowStatus>
          allowClear
          placeholder={t('zones.filterStatus')}
          aria-label={t('zones.filterStatus')}
          style={{ minWidth: 150 }}
          {...(status === undefined ? {} : { value: status })}
          onChange={(value: FlowStatus | undefined) => setStatus(value)}
          options={FlowStatus.options.map((value) => ({ value, label: t(`zones.status.${value}`) }))}
        />
      }
    >
      <FlowTable zones={zones} query={status === undefined ? {} : { status }} />
    </Panel>
  );
};

const ImportZones = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ImportTableDialog
      title={t('zones.importTitle')}
      about={t('zones.importAbout')}
      example={t('zones.importExample').replaceAll('|', ',')}
      send={importZones}
      refreshes={['zones']}
      taken={({ rows, added, changed, refused }) =>
        t('zones.imported', { rows, added, changed, refused: refused.length })
      }
      refusal={({ row, column, value, text }) =>
        t('zones.refusedRow', {
          row,
          column: t(`zones.columns.${column}` as never, { defaultValue: column }),
          value,
          text: textIn(text, language),
        })
      }
      onClose={onClose}
    />
  );
};

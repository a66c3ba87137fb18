import { CloseCircleOutlined, DownloadOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { huntPermissions, type HuntDetail, type HuntRule } from '@chedun/hunt/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { cancelHunt, continueHunt, getHunt, huntExportUrl } from '../../api/hunt.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { huntTitle, isOpen, secondsOf } from '../../lib/hunts.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { severityOf } from '../../lib/hunts.ts';
import { HitsPanel } from './HitsPanel.tsx';
import { HuntChart } from './HuntChart.tsx';
import { HuntStateView } from './huntColumns.tsx';

const REFRESH_MS = 1_000;

/** One hunt: how far it has come, what it found, and what to do with it. */
export const HuntPage = () => {
  const { id } = useParams({ from: '/app/hunts/$id' });
  const hunt = useQuery({
    queryKey: ['hunt', id],
    queryFn: ({ signal }) => getHunt(id, signal),
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? REFRESH_MS : false),
  });
  if (hunt.data !== undefined) return <LoadedHunt hunt={hunt.data} />;
  return (
    <div className="page">
      {hunt.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={hunt.error} onRetry={() => void hunt.refetch()} />
      )}
    </div>
  );
};

const LoadedHunt = ({ hunt }: { readonly hunt: HuntDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const runs = useMay()(huntPermissions.run);
  return (
    <div className="page">
      <PageHead
        title={huntTitle(hunt, language) || t('hunt.manyRules', { count: hunt.rules })}
        about={
          <span className="row wrap" style={{ gap: 8, marginTop: 4 }}>
            <Link to="/hunts">{t('hunt.back')}</Link>
            <span>{t(`hunt.kinds.${hunt.kind}`)}</span>
            <span>
              <TimeText at={hunt.from} /> – <TimeText at={hunt.to} />
            </span>
          </span>
        }
        extra={
          <>
            {runs && <HuntActions hunt={hunt} />}
            <Button icon={<DownloadOutlined />} disabled={hunt.kept === 0} href={huntExportUrl(hunt.id, 'csv')}>
              {t('hunt.exportCsv')}
            </Button>
            <Button icon={<DownloadOutlined />} disabled={hunt.kept === 0} href={huntExportUrl(hunt.id, 'ndjson')}>
              {t('hunt.exportNdjson')}
            </Button>
          </>
        }
      />
      <div className="stack" style={{ gap: 14 }}>
        {hunt.state === 'failed' && (
          <Alert type="error" showIcon title={t('hunt.failed')} description={problemText(t, hunt.problem)} />
        )}
        <Numbers hunt={hunt} />
        {hunt.histogram.length > 0 && (
          <Panel title={t('hunt.histogram')}>
            <HuntChart hunt={hunt} />
          </Panel>
        )}
        {hunt.byRule.length > 1 && <RulesPanel rules={hunt.byRule} />}
        <HitsPanel hunt={hunt} runs={runs} />
      </div>
    </div>
  );
};

/** Reasons that have a text of their own; others are told as they are. */
const PROBLEMS = [
  'retention.cold-damaged',
  'hunt.tier-moved',
  'hunt.not-live',
  'correlation.changed-meanwhile',
  'detection.changed-meanwhile',
] as const;
const PROBLEM_KEYS = {
  'retention.cold-damaged': 'hunt.problems.coldDamaged',
  'hunt.tier-moved': 'hunt.problems.tierMoved',
  'hunt.not-live': 'hunt.problems.notLive',
  'correlation.changed-meanwhile': 'hunt.problems.changed',
  'detection.changed-meanwhile': 'hunt.problems.changed',
} as const;

const problemText = (t: TFunction, problem: string | null): string => {
  const known = PROBLEMS.find((code) => problem?.startsWith(code) === true);
  return known === undefined ? t('hunt.failedHint', { reason: problem ?? '' }) : t(PROBLEM_KEYS[known]);
};

const HuntActions = ({ hunt }: { readonly hunt: HuntDetail }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const options = (text: 'hunt.cancelled' | 'hunt.goingOn') => ({
    onSuccess: (changed: HuntDetail) => {
      client.setQueryData(['hunt', hunt.id], changed);
      say.done(t(text));
    },
    onError: say.problem,
  });
  const cancel = useMutation({ mutationFn: () => cancelHunt(hunt.id), ...options('hunt.cancelled') });
  const goOn = useMutation({ mutationFn: () => continueHunt(hunt.id), ...options('hunt.goingOn') });
  if (isOpen(hunt))
    return (
      <Button icon={<CloseCircleOutlined />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('hunt.cancel')}
      </Button>
    );
  if (hunt.state === 'done') return null;
  return (
    <Button icon={<PlayCircleOutlined />} loading={goOn.isPending} onClick={() => goOn.mutate()}>
      {t('hunt.goOn')}
    </Button>
  );
};

const Numbers = ({ hunt }: { readonly hunt: HuntDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const now = useNow(1_000);
  const [only] = hunt.byRule;
  const reason = hunt.byRule.length === 1 ? only?.reason : undefined;
  const note = hunt.interruptions > 0 ? t('hunt.interrupted', { count: hunt.interruptions }) : undefined;
  return (
    <div className="kpis">
      <Kpi
        label={t('hunt.hits')}
        value={formatCount(hunt.hits)}
        note={hunt.promoted > 0 ? t('hunt.ledgerCount', { count: hunt.promoted }) : undefined}
      />
      <Kpi
        label={t('hunt.state')}
        value={<span style={{ fontSize: 15 }}>{<HuntStateView hunt={hunt} />}</span>}
        note={hunt.state === 'queued' ? t('hunt.waiting') : note}
      />
      <Kpi label={t('hunt.took')} value={t('hunt.seconds', { count: secondsOf(hunt, now) })} note={hunt.startedBy} />
      {hunt.kind === 'backfill' ? (
        hunt.superseded > 0 && (
          <Kpi label={t('hunt.superseded')} value={formatCount(hunt.superseded)} note={t('hunt.supersededNote')} />
        )
      ) : (
        <Kpi
          label={t('hunt.cold')}
          value={formatCount(hunt.coldRows)}
          note={t(hunt.coldRows > 0 ? 'hunt.coldSome' : 'hunt.coldNone')}
        />
      )}
      <Kpi
        label={t('hunt.way')}
        value={<span style={{ fontSize: 15 }}>{only === undefined ? '—' : t(`hunt.ways.${only.way}`)}</span>}
        note={
          reason === undefined || reason === null
            ? undefined
            : t('hunt.noSql', { reason: reason[language === 'en' ? 'en' : 'zh'] })
        }
      />
    </div>
  );
};

const RulesPanel = ({ rules }: { readonly rules: readonly HuntRule[] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const shown = rules.filter(({ hits }) => hits > 0);
  if (shown.length === 0) return null;
  return (
    <Panel title={t('hunt.byRule')} body="flush">
      <DataTable<HuntRule>
        rows={shown}
        rowKey={(row) => row.id}
        sorting="browser"
        empty={null}
        columns={[
          textColumn('title', t('hunt.rule'), (row) => huntTitle(row, language), { clip: 'clip' }),
          shownColumn(
            'level',
            t('rules.level'),
            (row) => row.level,
            (row) => <SeverityTag severity={severityOf(row.level)} />,
            { width: 110 },
          ),
          textColumn('hits', t('hunt.hits'), (row) => row.hits, { width: 110, align: 'right' }),
        ]}
      />
    </Panel>
  );
};

import { HistoryOutlined } from '@ant-design/icons';
import { huntPermissions, type Hunt, type RuleCoverage } from '@chedun/hunt/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHunts, ruleCoverage, startBackfill } from '../../api/hunt.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { coveredParts } from '../../lib/hunts.ts';
import { rangeEnds, type TimeRange } from '../../lib/range.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useHuntColumns } from './huntColumns.tsx';

const REFRESH_MS = 3_000;

/** A rule, or a correlation, by its id. */
interface Wanted {
  readonly ruleId: string;
  readonly kind: RuleCoverage['kind'];
}

/** What a rule or a correlation has evaluated, and the way to what it has not. */
export const BackfillTab = ({ ruleId, kind }: Wanted) => {
  const { t } = useTranslation();
  const runs = useMay()(huntPermissions.run);
  const coverage = useQuery({
    queryKey: ['rule-coverage', ruleId],
    queryFn: ({ signal }) => ruleCoverage(ruleId, signal),
    refetchInterval: REFRESH_MS,
  });
  const live = coverage.data?.live === true;
  const starts = runs && live;
  return (
    <div className="stack" style={{ gap: 14 }}>
      <Panel
        title={t('hunt.backfill.title')}
        extra={
          coverage.data !== undefined && (
            <StateDot tone={live ? 'good' : 'info'}>
              {t(live ? 'hunt.backfill.live' : `hunt.backfill.off.${kind}`)}
            </StateDot>
          )
        }
      >
        <div className="stack" style={{ gap: 14 }}>
          <span className="soft">{t(`hunt.backfill.about.${kind}`)}</span>
          {coverage.data !== undefined && <OlderHint coverage={coverage.data} starts={starts} />}
          {coverage.data?.streams.map((stream) => (
            <StreamBar key={stream.stream} stream={stream} />
          ))}
          {starts && <StartLine ruleId={ruleId} kind={kind} />}
        </div>
      </Panel>
      <History ruleId={ruleId} kind={kind} />
    </div>
  );
};

/** An edited rule has not seen what only its older text saw: one click takes it over all of that. */
const OlderHint = ({ coverage, starts }: { readonly coverage: RuleCoverage; readonly starts: boolean }) => {
  const { t } = useTranslation();
  const start = useStart();
  const older = coverage.streams.reduce((sum, stream) => sum + stream.older, 0);
  const begins = coverage.streams.flatMap(({ from }) => (from === null ? [] : [from])).toSorted();
  const [first] = begins;
  if (older === 0 || first === undefined) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('hunt.backfill.older', { count: older, frames: formatCount(older) })}
      description={t(`hunt.backfill.olderHint.${coverage.kind}`)}
      action={
        starts && (
          <Button
            icon={<HistoryOutlined />}
            loading={start.isPending}
            onClick={() => start.mutate({ ...coverage, from: Date.parse(first), to: Date.now() })}
          >
            {t('hunt.backfill.startOlder')}
          </Button>
        )
      }
    />
  );
};

const useStart = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ruleId, kind, from, to }: Wanted & { readonly from: number; readonly to: number }) =>
      startBackfill({
        ...(kind === 'rule' ? { ruleId } : { correlationId: ruleId }),
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      }),
    onSuccess: (_, { ruleId }) => {
      say.done(t('hunt.backfill.started'));
      void client.invalidateQueries({ queryKey: ['hunts', ruleId] });
      void client.invalidateQueries({ queryKey: ['rule-coverage', ruleId] });
    },
    onError: say.problem,
  });
};

const StreamBar = ({ stream }: { readonly stream: RuleCoverage['streams'][number] }) => {
  const { t } = useTranslation();
  const name = stream.stream === 'telemetry' ? 'telemetry' : 'network';
  return (
    <div className="stack" style={{ gap: 4 }} data-stream={stream.stream}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>{t(`hunt.backfill.streams.${name}`)}</strong>
        <span className="soft">
          {stream.frames === 0
            ? t('hunt.backfill.none')
            : t('hunt.backfill.frames', {
                judged: formatCount(stream.judged),
                frames: formatCount(stream.frames),
              })}
        </span>
      </div>
      {stream.frames > 0 && (
        <>
          <div
            style={{
              position: 'relative',
              height: 14,
              borderRadius: 4,
              background: 'var(--sunken)',
              border: '1px solid var(--line)',
              overflow: 'hidden',
            }}
          >
            {coveredParts(stream).map(({ left, width }) => (
              <span
                key={left}
                title={t('hunt.backfill.covered')}
                style={{
                  position: 'absolute',
                  insetBlock: 0,
                  left: `${left * 100}%`,
                  width: `${width * 100}%`,
                  background: 'var(--good)',
                }}
              />
            ))}
          </div>
          <div className="row soft" style={{ justifyContent: 'space-between' }}>
            <TimeText at={stream.from} />
            <TimeText at={stream.to} />
          </div>
        </>
      )}
    </div>
  );
};

const StartLine = ({ ruleId, kind }: Wanted) => {
  const { t } = useTranslation();
  const [range, setRange] = useState<TimeRange>({ kind: 'rolling', last: '7d' });
  const start = useStart();
  return (
    <div className="row wrap">
      <span>{t(`hunt.backfill.range.${kind}`)}</span>
      <TimeRangePicker value={range} onChange={setRange} />
      <Button
        type="primary"
        icon={<HistoryOutlined />}
        loading={start.isPending}
        onClick={() => start.mutate({ ruleId, kind, ...rangeEnds(range, Date.now()) })}
      >
        {t('hunt.backfill.start')}
      </Button>
    </div>
  );
};

const History = ({ ruleId, kind: of }: Wanted) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useHuntColumns().filter(({ key }) => key !== 'rule' && key !== 'kind');
  const list = useQuery({
    queryKey: ['hunts', ruleId],
    queryFn: ({ signal }) => listHunts(ruleId, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('hunt.backfill.history')} body="flush">
      <DataTable<Hunt>
        rows={list.data?.items.filter(({ kind }) => kind === 'backfill')}
        error={list.error}
        onRetry={() => void list.refetch()}
        columns={columns}
        rowKey={(row) => row.id}
        onRow={(row) => void navigate({ to: '/hunts/$id', params: { id: row.id } })}
        sorting="browser"
        empty={<EmptyState size="small" title={t(`hunt.backfill.empty.${of}`)} hint={t('hunt.backfill.emptyHint')} />}
      />
    </Panel>
  );
};

import type { CaptureDetail, V2xSummary } from '@chedun/captures/contract';
import { Alert, Skeleton, Tabs } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDuration, percent } from '../../../lib/format.ts';
import { millis } from '../../../lib/time.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../../ui/Panel.tsx';
import { CaptureFindings } from '../CaptureFindings.tsx';
import type { Scene } from '../sceneTracks.ts';
import { ReplayPanel } from './ReplayPanel.tsx';
import { SenderTable } from './SenderTable.tsx';
import { usePlayback } from './usePlayback.ts';
import { useScene } from './useScene.ts';
import { VerdictTable } from './VerdictTable.tsx';

interface V2xViewProps {
  readonly capture: CaptureDetail;
  readonly summary: V2xSummary;
}

/** V2X 场景回放: the vehicles that were heard, on a plane of metres, and what the detectors hold against them. */
export const V2xView = ({ capture, summary }: V2xViewProps) => {
  const { scene, loading, cut, error, retry } = useScene(capture);
  if (error !== null && scene === undefined) return <ErrorState error={error} onRetry={retry} />;
  return (
    <div className="stack">
      <V2xCards capture={capture} summary={summary} />
      {scene === undefined ? (
        <Panel>
          <Skeleton active paragraph={{ rows: 10 }} />
        </Panel>
      ) : (
        <SceneBoard capture={capture} summary={summary} scene={scene} loading={loading} cut={cut} />
      )}
    </div>
  );
};

interface SceneBoardProps {
  readonly capture: CaptureDetail;
  readonly scene: Scene;
  readonly summary: V2xSummary;
  /** More positions are on their way. */
  readonly loading: boolean;
  /** There are more positions than a replay holds. */
  readonly cut: boolean;
}

const BEFORE_S = 1;

const loadedPoints = ({ tracks }: Scene): number => tracks.reduce((sum, { at }) => sum + at.length, 0);

const SceneBoard = ({ capture, summary, scene, loading, cut }: SceneBoardProps) => {
  const { t } = useTranslation();
  const playback = usePlayback(scene.seconds);
  const [picked, setPicked] = useState<string>();
  const { seek } = playback;
  const jump = useCallback(
    (atMs: number, sender: string | undefined) => {
      seek((atMs - scene.startMs) / 1000 - (sender === undefined ? 0 : BEFORE_S));
      if (sender !== undefined) setPicked(sender);
    },
    [scene, seek],
  );
  const onMoment = useCallback((second: number) => jump(second * 1000, undefined), [jump]);
  return (
    <>
      {cut && <Alert type="info" showIcon title={t('scene.cut')} />}
      {scene.tracks.length === 0 ? (
        <Panel title={t('scene.title')}>
          <EmptyState title={t('scene.noScene')} hint={t('scene.noSceneHint')} />
        </Panel>
      ) : (
        <ReplayPanel
          scene={scene}
          playback={playback}
          picked={picked}
          onPick={setPicked}
          loaded={loading ? percent(loadedPoints(scene), summary.points) : 100}
        />
      )}
      <Panel body="flush">
        <Tabs
          className="panel-tabs"
          items={[
            {
              key: 'verdicts',
              label: t('scene.verdicts'),
              children: <VerdictTable capture={capture} sender={picked} onJump={jump} onSender={setPicked} />,
            },
            {
              key: 'senders',
              label: t('scene.senders'),
              children: <SenderTable capture={capture} picked={picked} onJump={jump} />,
            },
            {
              key: 'findings',
              label: t('captures.findings'),
              children: <CaptureFindings capture={capture} onMoment={onMoment} />,
            },
          ]}
        />
      </Panel>
    </>
  );
};

const V2xCards = ({ capture, summary }: V2xViewProps) => {
  const { t } = useTranslation();
  const { first, last } = summary;
  const kinds = summary.byMessage.map(({ message, count }) => `${message.toUpperCase()} ${formatCount(count)}`);
  return (
    <div className="kpis">
      <Kpi label={t('scene.messages')} value={formatCount(summary.messages)} note={kinds.join(' · ')} />
      <Kpi
        label={t('pcap.lasted')}
        value={first === null || last === null ? '–' : formatDuration(millis(last) - millis(first))}
        note={t('scene.positions', { total: formatCount(summary.points) })}
      />
      <Kpi label={t('scene.senders')} value={formatCount(summary.senders)} note={t('scene.sendersNote')} />
      <Kpi
        label={t('scene.accused')}
        value={formatCount(summary.misbehavingSenders)}
        note={t('scene.verdictCount', { total: formatCount(summary.verdicts) })}
        {...(summary.misbehavingSenders > 0 ? { tone: 'critical' } : { tone: 'good' })}
      />
      <Kpi label={t('scene.undecodable')} value={formatCount(summary.undecodable)} note={t('scene.undecodableNote')} />
      <Kpi
        label={t('captures.findings')}
        value={formatCount(capture.findings)}
        {...(capture.findings > 0 ? { tone: 'critical' } : {})}
      />
    </div>
  );
};

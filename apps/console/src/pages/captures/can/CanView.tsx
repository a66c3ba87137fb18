import type { CanSummary, CaptureDetail } from '@chedun/captures/contract';
import { Tabs } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDuration, percent } from '../../../lib/format.ts';
import { Kpi, Panel } from '../../../ui/Panel.tsx';
import type { Span } from '../../../ui/drawing/span.ts';
import { useSettled } from '../../../ui/useSettled.ts';
import { CaptureFindings } from '../CaptureFindings.tsx';
import { BitsPanel } from './BitsPanel.tsx';
import { DialogueTable } from './DialogueTable.tsx';
import { FrameTable } from './FrameTable.tsx';
import { IdTable } from './IdTable.tsx';
import { ModelTab } from './ModelTab.tsx';
import { SignalTab } from './SignalTab.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { useWindowFrames } from './useWindow.ts';
import type { CanTrace } from './useWindow.ts';

interface CanViewProps {
  readonly capture: CaptureDetail;
  readonly summary: CanSummary;
}

const SETTLE_MS = 250;
const AROUND_S = 0.5;

const useTrace = (capture: CaptureDetail, summary: CanSummary): CanTrace =>
  useMemo(() => {
    const first = summary.first ?? 0;
    const seconds = Math.max((summary.last ?? first) - first, 0.001);
    return { capture, first, bounds: { from: 0, to: seconds } };
  }, [capture, summary]);

/** CAN 报文分析: one line of time for everything; the tables and pictures below it show its window. */
export const CanView = ({ capture, summary }: CanViewProps) => {
  const { t } = useTranslation();
  const trace = useTrace(capture, summary);
  const [view, setView] = useState<Span>(trace.bounds);
  const [tab, setTab] = useState('ids');
  const [picked, setPicked] = useState<string>();
  const window = useSettled(view, SETTLE_MS);
  const frames = useWindowFrames(trace, window);
  const jump = useCallback(
    (second: number) => {
      const at = second > trace.bounds.to ? second - trace.first : second;
      setView({ from: Math.max(0, at - AROUND_S), to: Math.min(trace.bounds.to, at + AROUND_S) });
      setTab('frames');
    },
    [trace],
  );
  const pick = (key: string): void => setPicked(key === picked ? undefined : key);
  const shared = { trace, window, loaded: frames.data, picked };
  return (
    <div className="stack">
      <CanCards capture={capture} summary={summary} />
      <TimelinePanel trace={trace} view={view} onView={setView} window={window} loaded={frames.data} />
      <Panel body="flush">
        <Tabs
          className="panel-tabs"
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: 'ids', label: t('can.ids'), children: <IdTable {...shared} onPick={pick} /> },
            { key: 'bits', label: t('can.bits'), children: <BitsPanel {...shared} onPick={pick} /> },
            { key: 'frames', label: t('can.frames'), children: <FrameTable {...shared} onPick={setPicked} /> },
            {
              key: 'signals',
              label: t('can.signals'),
              children: <SignalTab trace={trace} view={view} onView={setView} />,
            },
            { key: 'dialogues', label: t('can.dialogues'), children: <DialogueTable trace={trace} onMoment={jump} /> },
            {
              key: 'findings',
              label: t('captures.findings'),
              children: <CaptureFindings capture={capture} onMoment={jump} />,
            },
            { key: 'model', label: t('can.model'), children: <ModelTab capture={capture} summary={summary} /> },
          ]}
        />
      </Panel>
    </div>
  );
};

const CanCards = ({ capture, summary }: CanViewProps) => {
  const { t } = useTranslation();
  const seconds = (summary.last ?? 0) - (summary.first ?? 0);
  return (
    <div className="kpis">
      <Kpi
        label={t('can.frameCount')}
        value={formatCount(summary.frames)}
        note={t('can.errorFrames', { count: summary.errorFrames })}
      />
      <Kpi
        label={t('pcap.lasted')}
        value={formatDuration(seconds * 1000)}
        note={t('can.mean', { rate: formatCount(seconds > 0 ? summary.frames / seconds : 0) })}
      />
      <Kpi
        label={t('can.ids')}
        value={formatCount(summary.ids)}
        note={t('can.channels', { names: summary.channels.join(', ') })}
      />
      <Kpi label={t('can.dialogues')} value={formatCount(summary.dialogues)} note={t('can.dialoguesNote')} />
      <Kpi
        label={t('can.suspicious')}
        value={summary.suspicious === null ? '–' : formatCount(summary.suspicious)}
        note={
          summary.suspicious === null
            ? t('can.notJudged')
            : t('can.share', { share: percent(summary.suspicious, summary.frames) })
        }
        {...(summary.suspicious !== null && summary.suspicious > 0 ? { tone: 'critical' } : {})}
      />
      <Kpi
        label={t('captures.findings')}
        value={formatCount(capture.findings)}
        note={summary.modelTitle === null ? t('can.noModel') : summary.modelTitle}
        {...(capture.findings > 0 ? { tone: 'critical' } : {})}
      />
    </div>
  );
};

import type { CaptureFinding } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { canRate, captureFindings } from '../../../api/captures.ts';
import { formatCount } from '../../../lib/format.ts';
import type { BandMark, BandSteps } from '../../../ui/drawing/band.ts';
import { lengthOf } from '../../../ui/drawing/span.ts';
import type { Span } from '../../../ui/drawing/span.ts';
import { TimeBand } from '../../../ui/drawing/TimeBand.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { bandOf } from '../canBits.ts';
import type { CanTrace, WindowFrames } from './useWindow.ts';

interface TimelinePanelProps {
  readonly trace: CanTrace;
  readonly view: Span;
  readonly onView: (view: Span) => void;
  readonly window: Span;
  readonly loaded: WindowFrames | undefined;
}

const CLOSE_STEPS = 240;
const MARKS = 500;

const markOf = ({ first, bounds }: CanTrace, { firstS, level }: CaptureFinding): BandMark => ({
  at: firstS > bounds.to ? firstS - first : firstS,
  tone: level,
});

/** Rates of the whole recording, and marks where the detectors found something. */
const useWhole = (trace: CanTrace) => {
  const { id, analysedAt } = trace.capture;
  const rate = useQuery({ queryKey: ['can-rate', id, analysedAt], queryFn: ({ signal }) => canRate(id, signal) });
  const findings = useQuery({
    queryKey: ['can-marks', id, analysedAt],
    queryFn: ({ signal }) => captureFindings(id, { limit: MARKS, sort: 'first' }, signal),
  });
  const steps = useMemo<BandSteps | undefined>(() => {
    if (rate.data === undefined) return undefined;
    const { points, stepS } = rate.data;
    const start = points[0] !== undefined && points[0].atS > trace.bounds.to ? trace.first : 0;
    return {
      x: points.map(({ atS }) => atS - start),
      all: points.map(({ frames }) => frames),
      suspicious: points.map(({ suspicious }) => suspicious),
      step: stepS,
    };
  }, [rate.data, trace]);
  const marks = useMemo(() => (findings.data?.items ?? []).map((row) => markOf(trace, row)), [findings.data, trace]);
  return { steps, marks };
};

/** The line of time of a CAN log: the rate of frames, the marked ones in front, and the window that the rest shows. */
export const TimelinePanel = ({ trace, view, onView, window, loaded }: TimelinePanelProps) => {
  const { t } = useTranslation();
  const { steps, marks } = useWhole(trace);
  const close = useMemo(
    () =>
      loaded?.complete === true && loaded.frames.length > 0 ? bandOf(loaded.frames, window, CLOSE_STEPS) : undefined,
    [loaded, window],
  );
  const shown = steps !== undefined && close !== undefined && close.step < steps.step ? close : steps;
  const explain = useCallback(
    (at: number, all: number, suspicious: number) => [
      `${at.toFixed(3)} s`,
      t('can.framesHere', { total: formatCount(all) }),
      ...(suspicious > 0 ? [t('can.suspiciousHere', { total: formatCount(suspicious) })] : []),
    ],
    [t],
  );
  const whole = lengthOf(view) >= lengthOf(trace.bounds) * 0.999;
  return (
    <Panel
      title={t('can.title')}
      hint={t('can.timelineHint')}
      extra={
        <>
          <span className="mono soft">
            {view.from.toFixed(3)} – {view.to.toFixed(3)} s
          </span>
          <Button size="small" disabled={whole} onClick={() => onView(trace.bounds)}>
            {t('can.wholeTrace')}
          </Button>
        </>
      }
    >
      {shown === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : (
        <TimeBand
          bounds={trace.bounds}
          view={view}
          onView={onView}
          steps={shown}
          marks={marks}
          label={t('can.timelineLabel')}
          explain={explain}
        />
      )}
    </Panel>
  );
};

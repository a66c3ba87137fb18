import type { CanFrameRow, DbcDetail } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDbcFile } from '../../../api/captures.ts';
import { formatCount } from '../../../lib/format.ts';
import { SignalPlot } from '../../../ui/drawing/SignalPlot.tsx';
import type { PlotSeries } from '../../../ui/drawing/SignalPlot.tsx';
import type { Span } from '../../../ui/drawing/span.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { loadFrames } from './useWindow.ts';
import type { CanTrace } from './useWindow.ts';

interface SignalTabProps {
  readonly trace: CanTrace;
  readonly view: Span;
  readonly onView: (view: Span) => void;
}

const MOST_SIGNALS = 5;
const PAGES = 100;

/** The curves of decoded signals; they need a DBC file. */
export const SignalTab = (props: SignalTabProps) => {
  const { t } = useTranslation();
  const { dbcId } = props.trace.capture;
  const dbc = useQuery({
    queryKey: ['dbc-file', dbcId],
    queryFn: ({ signal }) => getDbcFile(dbcId ?? '', signal),
    enabled: dbcId !== null,
  });
  if (dbcId === null) return <EmptyState size="small" title={t('can.noDbc')} hint={t('can.noDbcHint')} />;
  if (dbc.error !== null) return <ErrorState error={dbc.error} onRetry={() => void dbc.refetch()} />;
  if (dbc.data === undefined) return <Skeleton active style={{ padding: 16 }} />;
  return <SignalBoard {...props} dbc={dbc.data} />;
};

const optionsOf = (dbc: DbcDetail) =>
  dbc.messageList.map(({ idHex, name, signals }) => ({
    label: `${idHex} ${name}`,
    options: signals.map((signal) => ({ value: `${idHex}/${signal.name}`, label: `${name}.${signal.name}` })),
  }));

const rowsOf = (frames: readonly CanFrameRow[], choice: string): PlotSeries => {
  const [idHex = '', signal = ''] = choice.split('/');
  const x: number[] = [];
  const y: number[] = [];
  let unit = '';
  for (const frame of frames) {
    if (frame.idHex !== idHex) continue;
    const found = frame.signals.find(({ name }) => name === signal);
    if (found === undefined) continue;
    x.push(frame.timeS);
    y.push(found.value);
    unit = found.unit;
  }
  return { name: signal, unit, x: Float64Array.from(x), y: Float64Array.from(y) };
};

const SignalBoard = ({ trace, view, onView, dbc }: SignalTabProps & { readonly dbc: DbcDetail }) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const ids = [...new Set(chosen.map((choice) => choice.split('/')[0] ?? ''))].toSorted().join(',');
  const loaded = useQuery({
    queryKey: ['can-signals', trace.capture.id, trace.capture.analysedAt, ids],
    queryFn: ({ signal }) => loadFrames(trace, trace.bounds, { ids }, PAGES, signal),
    enabled: ids !== '',
    staleTime: 300_000,
  });
  const series = useMemo(
    () => chosen.map((choice) => rowsOf(loaded.data?.frames ?? [], choice)),
    [chosen, loaded.data],
  );
  return (
    <div style={{ padding: '10px 14px' }} className="stack">
      <Select<string[]>
        mode="multiple"
        maxCount={MOST_SIGNALS}
        style={{ width: '100%' }}
        placeholder={t('can.chooseSignals', { count: MOST_SIGNALS })}
        aria-label={t('can.signals')}
        options={optionsOf(dbc)}
        value={[...chosen]}
        onChange={setChosen}
      />
      {chosen.length === 0 && <EmptyState size="small" title={t('can.noSignal')} hint={t('can.noSignalHint')} />}
      {chosen.length > 0 && loaded.data === undefined && <Skeleton active paragraph={{ rows: 4 }} />}
      {chosen.length > 0 && loaded.data !== undefined && (
        <>
          <SignalPlot
            series={series}
            bounds={trace.bounds}
            view={view}
            onView={onView}
            label={t('can.signalPlot', { names: series.map(({ name }) => name).join(', ') })}
          />
          <span className="faint">
            {loaded.data.complete
              ? t('can.signalPoints', { total: formatCount(loaded.data.frames.length) })
              : t('can.signalPointsFirst', { total: formatCount(loaded.data.frames.length) })}
          </span>
        </>
      )}
    </div>
  );
};

import { telemetryPermissions } from '@chedun/telemetry/contract';
import type { Track } from '@chedun/telemetry/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vehicleTrack } from '../../api/telemetry.ts';
import type { Ends } from '../../api/telemetry.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { formatTime } from '../../lib/time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BackgroundButton } from '../../ui/plane/BackgroundButton.tsx';
import { boxAround } from '../../ui/plane/plane.ts';
import type { Plane } from '../../ui/plane/plane.ts';
import { PlanePicture } from '../../ui/plane/PlanePicture.tsx';
import { speedRuns, SPEED_STEPS, speedColor } from './track.ts';

const POINTS = 800;

/** Where the vehicle went in the range, coloured by its speed. */
export const TrackPanel = ({ vin, ends }: { readonly vin: string; readonly ends: Ends }) => {
  const { t } = useTranslation();
  const allowed = useMay()(telemetryPermissions.locate);
  const track = useQuery({
    queryKey: ['track', vin, ends],
    queryFn: ({ signal }) => vehicleTrack(vin, ends, POINTS, signal),
    enabled: allowed,
    placeholderData: (previous) => previous,
  });
  const { data, error } = track;
  const hint =
    data === undefined
      ? undefined
      : t('twin.trackHint', { reports: formatCount(data.reports), points: formatCount(data.points.length) });
  return (
    <Panel title={t('twin.track')} hint={hint} body="flush" extra={allowed ? <BackgroundButton /> : undefined}>
      {!allowed && <EmptyState size="small" title={t('twin.mayNotLocate')} hint={t('twin.mayNotLocateHint')} />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void track.refetch()} />}
      {track.isLoading && <Skeleton active style={{ padding: 14 }} paragraph={{ rows: 6 }} />}
      {data !== undefined && data.points.length === 0 && (
        <EmptyState size="small" title={t('twin.noTrack')} hint={t('twin.noReportsHint')} />
      )}
      {data !== undefined && data.points.length > 0 && <TrackPicture track={data} />}
    </Panel>
  );
};

const TrackPicture = ({ track }: { readonly track: Track }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const [shown, setShown] = useState<Track['points'][number]>();
  const box = useMemo(() => boxAround(track.points), [track]);
  if (box === undefined) return null;
  return (
    <>
      <PlanePicture box={box} height={400} label={t('twin.track')}>
        {(plane) => <TrackLines plane={plane} track={track} onShow={setShown} />}
      </PlanePicture>
      <div className="table-foot">
        <span className="row wrap" style={{ gap: 12 }}>
          {SPEED_STEPS.map(({ to }, step) => (
            <span key={step} className="row nowrap" style={{ gap: 5 }}>
              <span style={{ width: 14, height: 4, borderRadius: 2, background: speedColor(step) }} />
              {to === Infinity ? '> 100' : `≤ ${to}`}
            </span>
          ))}
          km/h
        </span>
        <span>
          {shown === undefined
            ? t('twin.trackPoint')
            : [formatTime(Date.parse(shown.at), zone), unit(shown.speed, 'km/h'), unit(shown.soc, '%')]
                .filter((part) => part !== '')
                .join(' · ')}
        </span>
      </div>
    </>
  );
};

const unit = (value: number | null, of: string): string => (value === null ? '' : `${value} ${of}`);

interface TrackLinesProps {
  readonly plane: Plane;
  readonly track: Track;
  readonly onShow: (point: Track['points'][number] | undefined) => void;
}

const TrackLines = ({ plane, track, onShow }: TrackLinesProps) => {
  const { t } = useTranslation();
  const [first, last] = [track.points[0], track.points.at(-1)];
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round">
      {speedRuns(track.points).map(({ step, points }, index) => (
        <polyline
          key={index}
          points={points.map(({ lon, lat }) => `${plane.x(lon).toFixed(1)},${plane.y(lat).toFixed(1)}`).join(' ')}
          stroke={speedColor(step)}
          strokeWidth="3"
        />
      ))}
      {track.points.map((point, index) => (
        <circle
          key={index}
          cx={plane.x(point.lon)}
          cy={plane.y(point.lat)}
          r="6"
          fill="transparent"
          onPointerEnter={() => onShow(point)}
          onPointerLeave={() => onShow(undefined)}
        />
      ))}
      {first !== undefined && (
        <End x={plane.x(first.lon)} y={plane.y(first.lat)} color="var(--good)" name={t('twin.start')} />
      )}
      {last !== undefined && (
        <End x={plane.x(last.lon)} y={plane.y(last.lat)} color="var(--critical)" name={t('twin.end')} />
      )}
    </g>
  );
};

const End = ({
  x,
  y,
  color,
  name,
}: {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly name: string;
}) => (
  <g>
    <circle cx={x} cy={y} r="5.5" fill={color} stroke="var(--surface)" strokeWidth="2" />
    <text x={x + 9} y={y + 4} fontSize="12" fill="var(--text)" stroke="none">
      {name}
    </text>
  </g>
);

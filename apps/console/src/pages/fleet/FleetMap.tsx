import { telemetryPermissions } from '@chedun/telemetry/contract';
import type { Box, Positions } from '@chedun/telemetry/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fleetPositions } from '../../api/telemetry.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BackgroundButton } from '../../ui/plane/BackgroundButton.tsx';
import type { Plane } from '../../ui/plane/plane.ts';
import { PlanePicture } from '../../ui/plane/PlanePicture.tsx';

const COLUMNS = 96;
const REFRESH_MS = 30_000;

/** Where the fleet is: density on an own grid, single vehicles when few are left; dragging looks closer. */
export const FleetMap = ({ minutes }: { readonly minutes: number }) => {
  const { t } = useTranslation();
  const allowed = useMay()(telemetryPermissions.locate);
  const [box, setBox] = useState<Box>();
  const positions = useQuery({
    queryKey: ['fleet-positions', minutes, box],
    queryFn: ({ signal }) => fleetPositions(minutes, box, COLUMNS, signal),
    enabled: allowed,
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
  const { data, error } = positions;
  const shown = box ?? data?.extent;
  const zoomOut = box !== undefined && (
    <Button size="small" onClick={() => setBox(undefined)}>
      {t('fleet.zoomOut')}
    </Button>
  );
  return (
    <Panel
      title={t('fleet.map')}
      hint={data === undefined ? undefined : t('fleet.mapHint', { vehicles: formatCount(data.vehicles) })}
      body="flush"
      extra={
        allowed && (
          <>
            {zoomOut}
            <BackgroundButton />
          </>
        )
      }
    >
      {!allowed && <EmptyState size="small" title={t('twin.mayNotLocate')} hint={t('twin.mayNotLocateHint')} />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void positions.refetch()} />}
      {positions.isLoading && <Skeleton active style={{ padding: 14 }} paragraph={{ rows: 10 }} />}
      {data !== undefined && (shown === undefined || shown === null) && (
        <EmptyState size="small" title={t('fleet.noPositions')} hint={t('fleet.noPositionsHint')} />
      )}
      {data !== undefined && shown !== undefined && shown !== null && (
        <PlanePicture box={shown} height={520} label={t('fleet.map')} onZoom={setBox}>
          {(plane) => <Vehicles plane={plane} positions={data} />}
        </PlanePicture>
      )}
    </Panel>
  );
};

const Vehicles = ({ plane, positions }: { readonly plane: Plane; readonly positions: Positions }) =>
  positions.points.length > 0 ? (
    <Points plane={plane} points={positions.points} />
  ) : (
    <Bins plane={plane} positions={positions} />
  );

const LEAST_PIXELS = 3;

const Bins = ({ plane, positions: { bins, bin } }: { readonly plane: Plane; readonly positions: Positions }) => {
  const most = Math.max(1, ...bins.map(({ vehicles }) => vehicles));
  return (
    <g fill="var(--primary)">
      {bins.map(({ lon, lat, vehicles }) => {
        const width = Math.max(LEAST_PIXELS, plane.x(lon + bin / 2) - plane.x(lon - bin / 2) - 0.6);
        const height = Math.max(LEAST_PIXELS, plane.y(lat - bin / 2) - plane.y(lat + bin / 2) - 0.6);
        return (
          <rect
            key={`${lon} ${lat}`}
            x={plane.x(lon) - width / 2}
            y={plane.y(lat) - height / 2}
            width={width}
            height={height}
            opacity={0.2 + 0.8 * (Math.log1p(vehicles) / Math.log1p(most))}
          >
            <title>{formatCount(vehicles)}</title>
          </rect>
        );
      })}
    </g>
  );
};

const Points = ({ plane, points }: { readonly plane: Plane; readonly points: Positions['points'] }) => {
  const navigate = useNavigate();
  return (
    <g>
      {points.map(({ vin, lon, lat, alarmLevel }) => (
        <circle
          key={vin}
          cx={plane.x(lon)}
          cy={plane.y(lat)}
          r={alarmLevel !== null && alarmLevel > 0 ? 6 : 4.5}
          fill={alarmLevel !== null && alarmLevel > 0 ? 'var(--critical)' : 'var(--primary)'}
          fillOpacity="0.75"
          stroke="var(--surface)"
          style={{ cursor: 'pointer' }}
          onClick={() => void navigate({ to: '/vehicles/$vin', params: { vin } })}
        >
          <title>{vin}</title>
        </circle>
      ))}
    </g>
  );
};

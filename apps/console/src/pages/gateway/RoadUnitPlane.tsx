import type { RoadUnitRow } from '@chedun/gateway/contract';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { Plane } from '../../ui/plane/plane.ts';
import { boxAround } from '../../ui/plane/plane.ts';
import { PlanePicture } from '../../ui/plane/PlanePicture.tsx';

/** Names are written beside the marks while there is room for them. */
const MOST_NAMED = 40;
const HEIGHT = 340;

interface RoadUnitPlaneProps {
  readonly units: readonly RoadUnitRow[];
  readonly onOpen: ((unit: RoadUnitRow) => void) | undefined;
}

/** Where the units stand, without a map. */
export const RoadUnitPlane = ({ units, onOpen }: RoadUnitPlaneProps) => {
  const { t } = useTranslation();
  const box = boxAround(units);
  if (box === undefined)
    return <EmptyState size="small" title={t('gateway.road.noPlane')} hint={t('gateway.road.noPlaneHint')} />;
  return (
    <PlanePicture box={box} height={HEIGHT} label={t('gateway.road.plane')}>
      {(plane) =>
        units.map((unit) => (
          <Mark key={unit.id} unit={unit} plane={plane} named={units.length <= MOST_NAMED} onOpen={onOpen} />
        ))
      }
    </PlanePicture>
  );
};

const Mark = ({
  unit,
  plane,
  named,
  onOpen,
}: {
  readonly unit: RoadUnitRow;
  readonly plane: Plane;
  readonly named: boolean;
  readonly onOpen: RoadUnitPlaneProps['onOpen'];
}) => {
  const { id, title, lat, lon, lastHeard, origin } = unit;
  const open = origin === 'register' && onOpen !== undefined ? () => onOpen(unit) : undefined;
  return (
    <g transform={`translate(${plane.x(lon)} ${plane.y(lat)})`} onClick={open} style={open && { cursor: 'pointer' }}>
      <path
        d="M 0 -9 L 8 6 L -8 6 Z"
        fill={lastHeard === null ? 'var(--surface)' : 'var(--primary)'}
        stroke="var(--primary)"
        strokeWidth="1.6"
      >
        <title>{title === '' ? id : `${id} · ${title}`}</title>
      </path>
      {named && (
        <text x="12" y="5" fontSize="12" fill="var(--text)">
          {title === '' ? id : title}
        </text>
      )}
    </g>
  );
};

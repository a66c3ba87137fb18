import type { ZoneOverview } from '@chedun/zones/contract';
import { useTranslation } from 'react-i18next';
import '../../styles/zones.css';
import { arrowsOf, BOX, isWrong, placeZones, sizeOf, type PlacedZone } from './layout.ts';
import { zoneNamer } from './parts.tsx';

/** Zones as boxes from outside to inside, what crosses them as arrows. */
export const ZonePicture = ({
  overview: { zones, pairs },
  onPick,
}: {
  readonly overview: ZoneOverview;
  readonly onPick: (from: string, to: string) => void;
}) => {
  const { t } = useTranslation();
  const placed = placeZones(zones);
  const nameOf = zoneNamer(zones, t);
  const size = sizeOf(placed);
  return (
    <div className="zones-picture" role="figure" aria-label={t('zones.pictureTitle')}>
      <div className="canvas" style={size}>
        <svg width={size.width} height={size.height}>
          <Markers />
          {arrowsOf(placed, pairs).map(({ pair, path, width }) => (
            <g
              key={`${pair.from} ${pair.to}`}
              className="arrow"
              data-wrong={isWrong(pair)}
              role="button"
              aria-label={`${nameOf(pair.from)} → ${nameOf(pair.to)}`}
              onClick={() => onPick(pair.from, pair.to)}
            >
              <title>
                {`${nameOf(pair.from)} → ${nameOf(pair.to)} · ${t('zones.records')} ${pair.records} · ${t('zones.counts.violating')} ${pair.violating}`}
              </title>
              <path
                className="line"
                d={path}
                strokeWidth={width}
                markerEnd={`url(#zone-${isWrong(pair) ? 'wrong' : 'plain'})`}
              />
              <path className="hit" d={path} />
            </g>
          ))}
        </svg>
        {placed.map((each) => (
          <Box key={each.zone.id} placed={each} />
        ))}
      </div>
    </div>
  );
};

const Markers = () => (
  <defs>
    {(['plain', 'wrong'] as const).map((kind) => (
      <marker
        key={kind}
        id={`zone-${kind}`}
        className={kind}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="9"
        markerHeight="9"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0 0 8 4 0 8z" />
      </marker>
    ))}
  </defs>
);

const Box = ({ placed: { zone, x, y } }: { readonly placed: PlacedZone }) => {
  const { t } = useTranslation();
  return (
    <div
      className="zone-box"
      data-kind={zone.kind}
      style={{ left: x, top: y, width: BOX.width, height: BOX.height }}
      title={zone.cidrs.join('\n')}
    >
      <span className="kind">{t(`zones.kinds.${zone.kind}`)}</span>
      <span className="title">{zone.name}</span>
      <span className="kind">
        {zone.hosts > 0 ? t('zones.hostsCount', { count: zone.hosts }) : (zone.cidrs[0] ?? '')}
      </span>
    </div>
  );
};

import type { UnitLine } from '@chedun/filing/contract';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';
import { toneOfLevel } from './parts.tsx';
import { tilesOf } from './tiles.ts';

const WIDTH = 1000;
const HEIGHT = 180;

/** Every unit as a rectangle: its area is what it holds, its colour its level. */
export const UnitMap = ({
  units,
  onPick,
}: {
  readonly units: readonly UnitLine[];
  readonly onPick: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const tiles = tilesOf(
    units.map((unit) => ({ id: unit.id, size: unit.hosts + unit.services + 1 })),
    WIDTH,
    HEIGHT,
  );
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return (
    <Panel title={t('filing.map')} hint={t('filing.mapHint')}>
      <div className="unit-map" role="list" aria-label={t('filing.mapLabel')}>
        {tiles.map(({ id, x, y, width, height }) => {
          const unit = byId.get(id);
          if (unit === undefined) return null;
          const level = unit.level ?? unit.proposed;
          return (
            <button
              key={id}
              type="button"
              className="unit-tile"
              data-tone={toneOfLevel(level)}
              data-fixed={unit.level === null ? 'no' : 'yes'}
              style={{
                left: `${(x / WIDTH) * 100}%`,
                top: `${(y / HEIGHT) * 100}%`,
                width: `${(width / WIDTH) * 100}%`,
                height: `${(height / HEIGHT) * 100}%`,
              }}
              onClick={() => onPick(id)}
            >
              <strong>{unit.name}</strong>
              <span>
                {level === null
                  ? t('filing.levelNone')
                  : t(unit.level === null ? 'filing.levelProposed' : 'filing.levelOf', { level })}
                {' · '}
                {unit.filingNumber === '' ? t('filing.notFiled') : unit.filingNumber}
              </span>
            </button>
          );
        })}
      </div>
    </Panel>
  );
};

import type { ZoneOverview } from '@chedun/zones/contract';
import { useTranslation } from 'react-i18next';
import '../../styles/zones.css';
import { isWrong } from './layout.ts';

/** Who may reach whom, and who does: rows open, columns answer. */
export const ZoneMatrix = ({
  overview: { zones, permissions, pairs },
  onPick,
}: {
  readonly overview: ZoneOverview;
  readonly onPick: (from: string, to: string) => void;
}) => {
  const { t } = useTranslation();
  const seen = new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair]));
  const allowed = Map.groupBy(
    permissions.filter(({ isInForce }) => isInForce),
    ({ from, to }) => `${from} ${to}`,
  );
  return (
    <div className="scroll-x" style={{ padding: 14 }}>
      <table className="zones-matrix" aria-label={t('zones.tabs.matrix')}>
        <thead>
          <tr>
            <th scope="col">
              {t('zones.from')} ↓ / {t('zones.to')} →
            </th>
            {zones.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {zones.map((from) => (
            <tr key={from.id}>
              <th scope="row">{from.name}</th>
              {zones.map((to) => {
                const key = `${from.id} ${to.id}`;
                if (from.id === to.id)
                  return (
                    <td key={key} className="diagonal">
                      {t('zones.inZone')}
                    </td>
                  );
                const pair = seen.get(key);
                const count = allowed.get(key)?.length ?? 0;
                const wrong = pair === undefined ? 0 : pair.violating + pair.ended;
                return (
                  <td key={key} data-wrong={pair !== undefined && isWrong(pair)} data-allowed={count > 0}>
                    <button
                      type="button"
                      aria-label={`${from.name} → ${to.name}`}
                      onClick={() => onPick(from.id, to.id)}
                    >
                      {count > 0 && (
                        <div>
                          {t('zones.allowed')} {count}
                        </div>
                      )}
                      {wrong > 0 && (
                        <div style={{ color: 'var(--critical)' }}>
                          {t('zones.counts.violating')} {wrong}
                        </div>
                      )}
                      {count === 0 && wrong === 0 && <span className="faint">—</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

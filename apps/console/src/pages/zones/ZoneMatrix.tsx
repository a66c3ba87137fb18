import type { Zone, ZoneOverview } from '@chedun/zones/contract';
import { useTranslation } from 'react-i18next';
import '../../styles/zones.css';

type Pick = (from: string, to: string) => void;

/** How often what is allowed, and what is wrong, by pair. */
interface Counts {
  readonly allowed: ReadonlyMap<string, number>;
  readonly wrong: ReadonlyMap<string, number>;
}

const countsOf = ({ permissions, pairs }: ZoneOverview): Counts => {
  const allowed = new Map<string, number>();
  for (const { from, to, isInForce } of permissions) {
    const key = `${from} ${to}`;
    if (isInForce) allowed.set(key, (allowed.get(key) ?? 0) + 1);
  }
  return {
    allowed,
    wrong: new Map(pairs.map(({ from, to, violating, ended }) => [`${from} ${to}`, violating + ended])),
  };
};

/** Who may reach whom, and who does: rows open, columns answer. */
export const ZoneMatrix = ({ overview, onPick }: { readonly overview: ZoneOverview; readonly onPick: Pick }) => {
  const { t } = useTranslation();
  const { zones } = overview;
  const counts = countsOf(overview);
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
              {zones.map((to) => (
                <Cell key={to.id} from={from} to={to} counts={counts} onPick={onPick} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Cell = ({
  from,
  to,
  counts,
  onPick,
}: {
  readonly from: Zone;
  readonly to: Zone;
  readonly counts: Counts;
  readonly onPick: Pick;
}) => {
  const { t } = useTranslation();
  if (from.id === to.id) return <td className="diagonal">{t('zones.inZone')}</td>;
  const key = `${from.id} ${to.id}`;
  const [allowed, wrong] = [counts.allowed.get(key) ?? 0, counts.wrong.get(key) ?? 0];
  return (
    <td data-wrong={wrong > 0} data-allowed={allowed > 0}>
      <button type="button" aria-label={`${from.name} → ${to.name}`} onClick={() => onPick(from.id, to.id)}>
        {allowed > 0 && (
          <div>
            {t('zones.allowed')} {allowed}
          </div>
        )}
        {wrong > 0 && (
          <div style={{ color: 'var(--critical)' }}>
            {t('zones.counts.violating')} {wrong}
          </div>
        )}
        {allowed === 0 && wrong === 0 && <span className="faint">—</span>}
      </button>
    </td>
  );
};

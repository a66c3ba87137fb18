import type { Risk } from '@chedun/risks/contract';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';
import { heatCells, toneOfCell } from './heatCells.ts';

const STEPS = [1, 2, 3, 4, 5];

/** Risks by threat and impact. */
export const HeatMap = ({ risks }: { readonly risks: readonly Risk[] }) => {
  const { t } = useTranslation();
  const cells = heatCells(risks);
  return (
    <Panel title={t('risks.heat')} hint={t('risks.heatHint')}>
      <div className="risk-heat" role="img" aria-label={t('risks.heat')}>
        {STEPS.toReversed().flatMap((impact) => [
          <span key={`i${impact}`} className="faint">
            {t('risks.heatImpact')} {impact}
          </span>,
          ...STEPS.map((threat) => {
            const count = cells[impact - 1]?.[threat - 1] ?? 0;
            return (
              <div
                key={`${impact}-${threat}`}
                className="risk-cell"
                data-tone={toneOfCell(threat, impact)}
                data-empty={count === 0 ? 'yes' : 'no'}
              >
                {count === 0 ? '' : count}
              </div>
            );
          }),
        ])}
        <span />
        {STEPS.map((threat) => (
          <span key={`t${threat}`} className="faint">
            {t('risks.heatThreat')} {threat}
          </span>
        ))}
      </div>
    </Panel>
  );
};

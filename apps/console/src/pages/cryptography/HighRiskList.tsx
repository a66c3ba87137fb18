import type { AssessmentDetail } from '@chedun/crypto-assessment/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { Panel } from '../../ui/Panel.tsx';

/** What counts as a high risk, by the list that is shipped; each says what it rests on. */
export const HighRiskList = ({ detail: { highRisks } }: { readonly detail: AssessmentDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel title={t('cryptography.highRisks')} hint={t('cryptography.highRisksHint')}>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {highRisks.map((risk) => (
          <li key={risk.en}>
            {textIn(risk, language)} <span className="faint mono">{risk.units.join(' ')}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

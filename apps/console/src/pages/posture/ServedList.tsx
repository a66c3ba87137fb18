import type { ObligationState } from '@chedun/posture/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { LIGHT_TONE, newestEvidence } from '../../lib/posture.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';

interface ServedListProps {
  readonly obligations: readonly ObligationState[];
  readonly picked: string | undefined;
  readonly onPick: (id: string) => void;
}

/** The obligations that checks serve, with the age of their evidence. */
export const ServedList = ({ obligations, picked, onPick }: ServedListProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const served = obligations.filter(({ checks }) => checks.length > 0);
  return (
    <Panel title={t('posture.servedTitle')} hint={t('posture.servedHint')} body="flush">
      {served.length === 0 && (
        <EmptyState size="small" title={t('posture.noChecks')} hint={t('posture.noChecksHint')} />
      )}
      {served.map((obligation) => (
        <button
          key={obligation.id}
          type="button"
          className={obligation.id === picked ? 'served-line picked' : 'served-line'}
          data-tone={LIGHT_TONE[obligation.light]}
          onClick={() => onPick(obligation.id)}
        >
          <span className="dot" title={t(`posture.light.${obligation.light}`)} />
          <span className="mono">{obligation.id}</span>
          <span className="clip">{textIn(obligation.duty, language)}</span>
          <span className="faint">
            <AgoText at={newestEvidence(obligation)} />
          </span>
        </button>
      ))}
    </Panel>
  );
};

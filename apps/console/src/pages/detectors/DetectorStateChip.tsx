import type { Detector } from '@chedun/watch/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { STATE_TONE } from '../../lib/detectors.ts';
import { Chip } from '../../ui/Tags.tsx';

/** State of a detector, with the reason on hover. */
export const DetectorStateChip = ({ detector }: { readonly detector: Detector }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { state, reason } = detector;
  return (
    <Chip
      tone={STATE_TONE[state]}
      title={reason === null ? t(`detectors.stateHint.${state}`) : textIn(reason, language)}
    >
      {t(`detectors.state.${state}`)}
    </Chip>
  );
};

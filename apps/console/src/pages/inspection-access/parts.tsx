import type { AccessLine, AccessState, Look } from '@chedun/inspection-access/contract';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

const TONES: Readonly<Record<AccessState, string>> = {
  waiting: 'medium',
  expired: 'low',
  refused: 'low',
  ready: 'info',
  running: 'good',
  over: 'low',
  withdrawn: 'critical',
};

/** State of an inspection as a coloured word. */
export const StateChip = ({ state }: { readonly state: AccessState }) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={TONES[state]}>
      {t(`inspectionAccess.states.${state}`)}
    </span>
  );
};

/** What became of a look. */
export const OutcomeChip = ({ refused }: Pick<Look, 'refused'>) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={refused === '' ? 'good' : 'critical'}>
      {refused === '' ? t('inspectionAccess.answered') : t(`inspectionAccess.reasons.${refused}`)}
    </span>
  );
};

/** A time box. */
export const BoxText = ({ from, until }: { readonly from: string; readonly until: string }) => {
  const { t } = useTranslation();
  return (
    <span>
      <TimeText at={from} /> {t('inspectionAccess.to')} <TimeText at={until} />
    </span>
  );
};

/** What may be read, as facts. */
export const ScopeFacts = ({ scope }: { readonly scope: AccessLine['ordered'] }) => {
  const { t } = useTranslation();
  const all = t('inspectionAccess.all');
  const joined = (list: readonly string[]): string => (list.length === 0 ? all : list.join(t('suppliers.comma')));
  return (
    <Facts
      items={[
        [
          t('inspectionAccess.kinds'),
          scope.kinds.map((kind) => t(`inspectionAccess.kind.${kind}`)).join(t('suppliers.comma')),
        ],
        [t('inspectionAccess.obligations'), joined(scope.obligations)],
        [t('inspectionAccess.units'), joined(scope.units)],
        [t('inspectionAccess.box'), <BoxText key="box" {...scope} />],
      ]}
    />
  );
};

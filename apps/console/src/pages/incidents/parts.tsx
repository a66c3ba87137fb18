import { LevelName, type IncidentState, type IncidentSummary } from '@chedun/incidents/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

type Level = IncidentSummary['miitLevel'];

/** Tones of the levels, the heaviest first. */
const TONES = ['critical', 'high', 'medium', 'low'] as const;
const STATES: Readonly<Record<IncidentState, string>> = {
  open: 'critical',
  contained: 'medium',
  ended: 'low',
  closed: 'good',
};

/** Name of a level in the language of the console. */
export const useLevelName = () => {
  const { t } = useTranslation();
  return (level: Level): string => (level === null ? t('incidents.below') : t(`incidents.levels.${level}`));
};

/** A level of one scale in its colour. */
export const IncidentLevel = ({ level }: { readonly level: Level }) => {
  const name = useLevelName()(level);
  return <Chip tone={level === null ? 'info' : (TONES[LevelName.options.indexOf(level)] ?? 'info')}>{name}</Chip>;
};

/** State of an incident. */
export const IncidentStateTag = ({ state }: { readonly state: IncidentState }) => {
  const { t } = useTranslation();
  return <Chip tone={STATES[state]}>{t(`incidents.states.${state}`)}</Chip>;
};

import type { RuleId } from '../misbehaviour/sign.ts';

/**
 * Target and number of an observation. Numbers up to 127 are those of ETSI TS 103 759 (CAM; taken over for the BSM,
 * unverified); from 128 on they are our own, for what the standard has no name for.
 */
export interface ObservationId {
  readonly target: number;
  readonly observation: number;
}

/** Numbers from here on are our own. */
export const OWN_NUMBERS = 128;

/** Targets: 0 beacon, 1 static fields, 2 security, 3 position, 4 speed, 5 longitudinal acceleration; 128 heading is our own. */
const [BEACON, SECURITY, POSITION, SPEED, ACCELERATION, HEADING] = [0, 2, 3, 4, 5, OWN_NUMBERS] as const;

const BY_RULE: Readonly<Record<RuleId, readonly [target: number, observation: number]>> = {
  // Beacon-IntervalTooSmall
  'v2x-rate': [BEACON, 1],
  'v2x-timing': [BEACON, 128],
  'v2x-replay': [SECURITY, 128],
  'v2x-sybil': [SECURITY, 129],
  // Position-ChangeTooLarge
  'v2x-position-jump': [POSITION, 4],
  'v2x-constant-position': [POSITION, 128],
  'v2x-range': [POSITION, 129],
  'v2x-course': [POSITION, 130],
  'v2x-sudden-appearance': [POSITION, 131],
  'v2x-position-speed': [POSITION, 132],
  // Speed-ValueTooLarge-VehicleType
  'v2x-speed-limit': [SPEED, 3],
  'v2x-constant-speed': [SPEED, 128],
  'v2x-speed-offset': [SPEED, 129],
  // LongAcc-ValueTooLarge
  'v2x-acceleration': [ACCELERATION, 4],
  'v2x-heading-reversal': [HEADING, 128],
  'v2x-heading-speed': [HEADING, 129],
};

/** The observation that a rule of ours stands for. */
export const observationOf = (rule: RuleId): ObservationId => {
  const [target, observation] = BY_RULE[rule];
  return { target, observation };
};

const RULES = new Map(
  Object.entries(BY_RULE).map(([rule, [target, observation]]) => [`${target}.${observation}`, rule as RuleId]),
);

/** Observations of TS 103 759 that no rule of ours makes, by target and number; the names are those of its ASN.1. */
const OTHERS: Readonly<Record<string, string>> = {
  '1.1': 'static-change',
  '2.1': 'security-message-id',
  '2.2': 'security-profile',
  '2.3': 'security-psid',
  '2.4': 'security-ssp',
  '2.5': 'security-time-outside-certificate',
  '2.6': 'security-message-outside-region',
  '2.7': 'security-header-outside-region',
  '4.4': 'speed-reverse',
  '4.5': 'speed-change',
};

/** Name of an observation: the id of our rule, or a name of the standard; undefined for a number that nobody knows. */
export const observationName = ({ target, observation }: ObservationId): string | undefined => {
  const key = `${target}.${observation}`;
  return RULES.get(key) ?? OTHERS[key];
};

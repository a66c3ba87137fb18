export type { CampaignState } from './campaigns.ts';
export type { BehaviourDetector, Limit, PeerKind, Unready, Verdict, World } from './detector.ts';
export { BEHAVIOUR_DETECTORS } from './detectors/all.ts';
export { limitsOf, openBehaviour } from './engine.ts';
export type { Behaviour, BehaviourOptions, DetectorStatus, Setting } from './engine.ts';
export type {
  CallFact,
  CommandFact,
  DnsFact,
  Fact,
  FactKind,
  FlowFact,
  LoginFact,
  Outcome,
  SignalFact,
  TlsFact,
} from './facts.ts';
export { isPublic } from './names/addresses.ts';
export { BEHAVIOUR_ERRORS, readCountryTable } from './names/country-table.ts';
export type { CountryTable } from './names/country-table.ts';
export { geohash, readRegionTable } from './names/region-table.ts';
export type { RegionTable } from './names/region-table.ts';
export { Baselines } from './rules/baselines.ts';
export type { BaselineStats, KeyedRule, StatePart } from './rules/baselines.ts';
export type { Budget } from './rules/entity-table.ts';
export { weekOnly, type KindOfHour } from './rules/hour-kind.ts';
export type { Band, EntityState } from './rules/memory.ts';
export { learntFrom, readBaseline } from './rules/read-baseline.ts';
export type { BaselineProblem } from './rules/read-baseline.ts';
export { BASELINE_TYPES, ENTITY_SEPARATOR } from './rules/rule.ts';
export type { BaselineRule, BaselineType, BaselineVerdict, Refusal, Sighting } from './rules/rule.ts';

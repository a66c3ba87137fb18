export type { CampaignState } from './campaigns.ts';
export type { BehaviourDetector, Limit, Unready, Verdict, World } from './detector.ts';
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

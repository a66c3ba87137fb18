export { INDICATOR_ERRORS, type IndicatorErrorCode } from './errors.ts';
export {
  INDICATOR_KINDS,
  plainIndicator,
  READ_LIMITS,
  TLP_LEVELS,
  type EntryProblem,
  type Indicator,
  type IndicatorKind,
  type IndicatorSink,
  type Observable,
  type ProblemCode,
  type ReadLimits,
  type ReportedSighting,
  type Tlp,
} from './indicator.ts';
export { readMispManifest, type ManifestEntry } from './misp/event.ts';
export {
  FORMAT_BYTES,
  formatOf,
  INDICATOR_FORMATS,
  openIndicatorReader,
  type IndicatorFormat,
  type ReaderOptions,
} from './read.ts';
export type { IndicatorReader } from './reader.ts';
export { openStixObjects } from './stix/bundle.ts';
export { patternOf, sightingsBundle, type ExportedSighting, type ExportIdentity } from './stix/export.ts';
export { patternValues, type Conjunction, type PatternProblem, type PatternValues } from './stix/pattern-values.ts';
export { MatcherBuilder, type MatcherEntry } from './matcher/builder.ts';
export { comparedText } from './matcher/key.ts';
export { IndicatorMatcher, type EventKind } from './matcher/matcher.ts';
export { packedBytes, type PackedMatcher } from './matcher/packed.ts';
export { addressBytes, isReservedAddress } from './values/addresses.ts';
export { looseUrlParts, type UrlParts } from './values/urls.ts';
export { kindOf, readValue, refang, type ReadValue } from './values/value.ts';

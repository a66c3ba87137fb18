export { idRange, SEV_CATALOGUE, sevEntry } from './catalogue.ts';
export type { Certainty, IdRange, SevEntry, SevRange } from './catalogue.ts';
export { layoutBytes, readContextData, standardLayout, UDS_NEEDED_LAYOUT } from './context.ts';
export type { ContextField, ContextLayout, ContextValues } from './context.ts';
export { decodeDatagram, decodeMessage } from './decode.ts';
export type { DecodeOptions, MessageOutcome } from './decode.ts';
export { contextOf, encodeMessage, signedBytes } from './encode.ts';
export type { IdsMessageInput } from './encode.ts';
export { IDSM_ERRORS } from './errors.ts';
export type { IdsmErrorCode } from './errors.ts';
export { timestampMs, toEvents } from './event.ts';
export type { DatagramMeta, FieldValue, IdsEvent } from './event.ts';
export { readSecurityExtract } from './extract.ts';
export type { ArxmlFile } from './extract.ts';
export { describeChain, eventName, findUse, NO_EXTRACT } from './extract-model.ts';
export type {
  EventDefinition,
  EventUse,
  ExtractNote,
  FilterChain,
  IdsmInstance,
  ReportingMode,
  SecurityExtract,
} from './extract-model.ts';
export { createIdsFramer } from './framer.ts';
export type { IdsFramer, IdsPiece } from './framer.ts';
export { inspectIds } from './inspect.ts';
export type { EventTally, IdsSummary } from './inspect.ts';
export { DEFAULT_LIMITS } from './message.ts';
export type {
  Anomaly,
  ContextVersion,
  DecodedDatagram,
  DecodedMessage,
  IdsContext,
  IdsFault,
  IdsLimits,
  IdsMessage,
  IdsTimestamp,
} from './message.ts';
export { DEFAULT_PROFILE } from './profile.ts';
export type { EventField, FieldWidth, IdsProfile, Provenance, TimestampField } from './profile.ts';
export { XML_LIMITS } from './xml.ts';
export type { XmlLimits } from './xml.ts';

export { observationName, observationOf, OWN_NUMBERS } from './observations.ts';
export type { ObservationId } from './observations.ts';
export { decodeReport, encodeReport, MAX_REPORT_BYTES, REPORT_AID, unwrapReport, wrapReport } from './report.ts';
export type { EvidenceStream, MeasuredSign, ReportDocument } from './report.ts';

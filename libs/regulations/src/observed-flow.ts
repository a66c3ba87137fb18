import type { DataRules } from './data-rules.ts';

/** Who gets which class of data of how many persons: as approved, or as observed. */
export interface ExportFlow {
  readonly recipient: string;
  readonly class: string;
  readonly persons: number;
}

/** How an observed flow stands to what is approved. All but `within` are events. */
export type FlowVerdict =
  | { readonly kind: 'within' }
  | { readonly kind: 'unknown-recipient' }
  | { readonly kind: 'unapproved-class' }
  | { readonly kind: 'beyond-approval'; readonly approved: number };

/** Judges an observed flow against the approved register (汽车数据安全管理若干规定 art. 12: not beyond what was approved). */
export const judgeFlow = (approved: readonly ExportFlow[], observed: ExportFlow): FlowVerdict => {
  const ofRecipient = approved.filter(({ recipient }) => recipient === observed.recipient);
  if (ofRecipient.length === 0) return { kind: 'unknown-recipient' };
  const ofClass = ofRecipient.filter((flow) => flow.class === observed.class);
  if (ofClass.length === 0) return { kind: 'unapproved-class' };
  const most = Math.max(...ofClass.map(({ persons }) => persons));
  return observed.persons > most ? { kind: 'beyond-approval', approved: most } : { kind: 'within' };
};

/** What a capture of all channels of a vehicle proves: too short to be a test, clean, or data that went abroad. */
export type CaptureVerdict = 'not-valid' | 'pass' | 'fail';

/** Judges a capture by GB/T 44464-2024 D.8: at least 3,600 s in total, and no foreign destination. */
export const judgeCapture = (
  { capture }: DataRules,
  { seconds, foreignDestinations }: { readonly seconds: number; readonly foreignDestinations: number },
): CaptureVerdict => {
  if (seconds < capture.seconds) return 'not-valid';
  return foreignDestinations === 0 ? 'pass' : 'fail';
};

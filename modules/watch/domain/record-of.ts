import { BEHAVIOUR_DETECTORS, type Verdict } from '@chedun/behaviour';
import type { SignatureName } from '../store.ts';

const CLOUD: ReadonlySet<string> = new Set(['remote_control', 'tsp_api']);
const byId = new Map(BEHAVIOUR_DETECTORS.map((detector) => [detector.id, detector]));

/** Words for a signature and its vehicles as a list, where a verdict has them. */
const named = (
  { subject }: Verdict,
  nameOf: (signature: string) => SignatureName,
): Readonly<Record<string, unknown>> => {
  const { signature, sample_vins: vins } = subject;
  if (typeof signature !== 'string') return {};
  const { zh, en } = nameOf(signature);
  const list = typeof vins === 'string' ? { sample_vins: vins.split(',') } : {};
  return { signature_title: en, signature_title_zh: zh, ...list };
};

/**
 * The flat record of a verdict. Names of fields are those of docs/reference/vehicle-events.md; a verdict on an account also
 * carries `user`, so that the alert is about the account.
 */
export const recordOf = (
  verdict: Verdict,
  nameOf: (signature: string) => SignatureName,
): Readonly<Record<string, unknown>> => {
  const { detector, at, expected, seen, subject } = verdict;
  const category = byId.get(detector)?.category ?? 'fleet';
  const account = subject['account'];
  return {
    time: new Date(at).toISOString(),
    product: CLOUD.has(category) ? 'tsp' : 'vehicle',
    category,
    signal: detector,
    expected,
    seen,
    message: seen,
    ...(account === undefined ? {} : { user: account }),
    ...subject,
    ...named(verdict, nameOf),
  };
};

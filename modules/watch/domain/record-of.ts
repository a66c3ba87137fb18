import { BEHAVIOUR_DETECTORS, type Verdict } from '@chedun/behaviour';

const CLOUD: ReadonlySet<string> = new Set(['remote_control', 'tsp_api']);
const byId = new Map(BEHAVIOUR_DETECTORS.map((detector) => [detector.id, detector]));

/**
 * The flat record of a verdict. Names of fields are those of docs/reference/vehicle-events.md; a verdict on an account also
 * carries `user`, so that the alert is about the account.
 */
export const recordOf = ({ detector, at, expected, seen, subject }: Verdict): Readonly<Record<string, unknown>> => {
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
  };
};

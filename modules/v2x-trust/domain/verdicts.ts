import type { MessageVerdict } from '@chedun/v2x-security';
import type { SecurityValue, VerifyStep } from '../contract.ts';

/** What a verdict says: the step at which a message was refused, and the value of `v2x.security` in its record. */
interface VerdictMeaning {
  /** Absent for a valid message. */
  readonly step: VerifyStep | undefined;
  readonly security: SecurityValue;
}

const at = (step: VerifyStep, security: SecurityValue): VerdictMeaning => ({ step, security });

const MEANINGS: Readonly<Record<MessageVerdict, VerdictMeaning>> = {
  valid: { step: undefined, security: 'ok' },
  format: at('format', 'malformed'),
  'not-signed': at('format', 'unsigned'),
  'signer-form': at('signer', 'unknown_signer'),
  'signer-unknown': at('signer', 'unknown_signer'),
  'chain:certificate-format': at('chain', 'signature_failed'),
  'chain:key-invalid': at('chain', 'signature_failed'),
  'chain:signature-invalid': at('chain', 'signature_failed'),
  'chain:issuer-unknown': at('chain', 'unknown_issuer'),
  'chain:root-not-trusted': at('chain', 'unknown_issuer'),
  'chain:issuer-hash': at('chain', 'chain_invalid'),
  'chain:chain-too-long': at('chain', 'chain_invalid'),
  'chain:validity-not-contained': at('chain', 'chain_invalid'),
  'chain:not-yet-valid': at('chain', 'expired'),
  'chain:expired': at('chain', 'expired'),
  'chain:region-not-contained': at('chain', 'wrong_region'),
  'chain:region-undecided': at('chain', 'wrong_region'),
  'chain:assurance-too-high': at('chain', 'wrong_permission'),
  'chain:permission-not-held': at('chain', 'wrong_permission'),
  'chain:chain-length': at('chain', 'wrong_permission'),
  'chain:no-permissions': at('chain', 'wrong_permission'),
  'chain:revoked': at('chain', 'revoked'),
  'hash-algorithm': at('permission', 'signature_failed'),
  'aid-not-permitted': at('permission', 'wrong_permission'),
  'ssp-not-permitted': at('permission', 'wrong_permission'),
  'time-missing': at('time', 'wrong_time'),
  'too-old': at('time', 'wrong_time'),
  'in-future': at('time', 'wrong_time'),
  expired: at('time', 'wrong_time'),
  'outside-validity': at('time', 'expired'),
  'location-missing': at('place', 'wrong_region'),
  'outside-region': at('place', 'wrong_region'),
  'region-undecided': at('place', 'wrong_region'),
  replayed: at('replay', 'replayed'),
  'signature-invalid': at('signature', 'signature_failed'),
};

/** Every verdict, in the order of their codes between threads. */
export const VERDICTS = Object.keys(MEANINGS) as readonly MessageVerdict[];

const CODES = new Map(VERDICTS.map((verdict, code) => [verdict, code]));

/** Number of a verdict between threads. */
export const codeOf = (verdict: MessageVerdict): number => CODES.get(verdict) ?? 0;

/** Verdict of a number between threads. */
export const verdictOf = (code: number): MessageVerdict => VERDICTS[code] ?? 'format';

/** What a verdict says. */
export const meaningOf = (verdict: MessageVerdict): VerdictMeaning => MEANINGS[verdict];

/** The steps in the order in which a message goes through them: the cheap ones first. */
export const STEPS: readonly VerifyStep[] = [
  'format',
  'signer',
  'chain',
  'permission',
  'time',
  'place',
  'replay',
  'signature',
];

/** How each step ended: all before the refusal passed, all behind it were not looked at. */
export const stepsOf = (
  verdict: MessageVerdict,
): readonly { readonly step: VerifyStep; readonly state: 'passed' | 'failed' | 'not-reached' }[] => {
  const { step: failed } = meaningOf(verdict);
  const end = failed === undefined ? STEPS.length : STEPS.indexOf(failed);
  return STEPS.map((step, index) => ({
    step,
    state: index < end ? 'passed' : index === end ? 'failed' : 'not-reached',
  }));
};

import type { ReportState, SecurityValue } from '@chedun/v2x-trust/contract';
import type { TFunction } from 'i18next';
import { roadTrust } from '../../i18n/zh-CN/roadTrust.ts';

/** A verdict in words. */
export const verdictWords = (t: TFunction, verdict: string): string =>
  verdict.startsWith('chain:')
    ? t(`roadTrust.chainOf.${verdict.slice(6)}` as 'roadTrust.chainOf.revoked')
    : t(`roadTrust.verdictOf.${verdict}` as 'roadTrust.verdictOf.valid');

const VALUES = new Set(['content', 'signer-form']);

/** The value of a decoded field: names in words, all else as it is. */
export const fieldValue = (t: TFunction, name: string, value: string): string =>
  VALUES.has(name) ? t(`roadTrust.valueOf.${value}` as 'roadTrust.valueOf.signed') : value;

const CURVES: Readonly<Record<string, string>> = {
  sm2: 'SM2',
  nistP256: 'ECDSA P-256',
  nistP384: 'ECDSA P-384',
  brainpoolP256r1: 'ECDSA brainpoolP256r1',
  brainpoolP384r1: 'ECDSA brainpoolP384r1',
};

/** Name of a signature algorithm. */
export const curveName = (curve: string): string => CURVES[curve] ?? curve;

/** How grave each kind of refusal is. */
export const SECURITY_TONE: Readonly<Record<SecurityValue, 'critical' | 'high' | 'medium' | 'low' | 'info' | 'good'>> =
  {
    ok: 'good',
    malformed: 'low',
    unsigned: 'medium',
    unknown_signer: 'info',
    unknown_issuer: 'high',
    chain_invalid: 'high',
    expired: 'medium',
    revoked: 'critical',
    wrong_permission: 'high',
    wrong_region: 'medium',
    wrong_time: 'medium',
    replayed: 'high',
    signature_failed: 'critical',
  };

/** Colours of the chart over time: what occurs together should not look alike. */
export const CHART_COLOR = {
  ok: 'good',
  malformed: 'textFaint',
  unsigned: 'info',
  unknown_signer: 'lineStrong',
  unknown_issuer: 'low',
  chain_invalid: 'low',
  expired: 'medium',
  revoked: 'text',
  wrong_permission: 'mark',
  wrong_region: 'primary',
  wrong_time: 'medium',
  replayed: 'high',
  signature_failed: 'critical',
} as const satisfies Readonly<Record<SecurityValue, string>>;

/** State of a report by how good it is. */
export const REPORT_TONE: Readonly<Record<ReportState, string>> = {
  waiting: 'medium',
  delivered: 'good',
  refused: 'critical',
  foreign: 'info',
};

const isObservation = (rule: string): rule is keyof typeof roadTrust.observationOf =>
  Object.hasOwn(roadTrust.observationOf, rule);

/** What a rule saw, in words; numbers that nobody knows as they are. */
export const observationWords = (t: TFunction, rule: string): string =>
  isObservation(rule) ? t(`roadTrust.observationOf.${rule}`) : rule;

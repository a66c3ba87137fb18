import { isDomainError } from '@chedun/kernel';
import { expect, test } from 'vitest';
import { alertError, TLCP_ERRORS, TlcpError, type TlcpErrorCode } from './errors.ts';
import { ALERT, alertName, ALL_SUITES, suiteOf, SUITES } from './names.ts';

test('every error has texts in both languages, and an alert or none by its kind', () => {
  for (const [code, text] of Object.entries(TLCP_ERRORS)) {
    const error = new TlcpError(code as TlcpErrorCode, 'why');
    expect(isDomainError(error, code)).toBe(true);
    expect([text.zh, text.en, text.doZh, text.doEn].every((each) => each.length > 5)).toBe(true);
    expect(error.alert === undefined).toBe(['tlcp.truncated', 'tlcp.alert'].includes(code));
  }
});

test('an error may name its place and another alert', () => {
  const error = new TlcpError('tlcp.certificate', 'expired', { alert: ALERT.certificateExpired, offset: 7 });
  expect(error).toMatchObject({
    alert: 45,
    detail: { reason: 'expired', offset: 7 },
    message: 'tlcp.certificate: expired',
  });
  expect(new TlcpError('tlcp.certificate', 'other').alert).toBe(ALERT.badCertificate);
});

test('alerts are named as the standard names them', () => {
  expect([0, 20, 48, 100, 200].map(alertName)).toEqual([
    'close_notify',
    'bad_record_mac',
    'unknown_ca',
    'no_renegotiation',
    'alert 200',
  ]);
  expect(alertError(51)).toMatchObject({ code: 'tlcp.alert', alert: undefined, detail: { reason: 'decrypt_error' } });
});

test('suites are known by the numbers of the standard', () => {
  expect(ALL_SUITES.map((name) => SUITES[name].toString(16))).toEqual(['e053', 'e013']);
  expect([0xe013, 0xe053, 0xe011].map(suiteOf)).toEqual(['ECC_SM4_CBC_SM3', 'ECC_SM4_GCM_SM3', undefined]);
});

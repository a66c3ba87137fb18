import { execFileSync } from 'node:child_process';
import { createECDH, createHash } from 'node:crypto';
import {
  eciesUnwrap,
  eciesWrap,
  implicitPrivateKey,
  implicitPublicKey,
  certifiedPublicKey,
  kdf2,
  openCcm,
  sealCcm,
} from '@chedun/v2x-security';
import { hex, unhex } from '../v2x-cert/ledger.ts';
import type { Ledger } from '../v2x-cert/ledger.ts';
import { fieldsOf, sectionsOf } from './vectors.ts';

const VECTOR = /^Test Vector #(\d+):/;

const agree = (scalar: string, point: string): Uint8Array => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(scalar, 'hex'));
  return new Uint8Array(pair.computeSecret(Buffer.from(point, 'hex')));
};

const publicOf = (scalar: string): string => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(scalar, 'hex'));
  return pair.getPublicKey('hex');
};

/**
 * P1 by the key that is wrapped. The file prints the key once more where P1 should stand, as the program that made it
 * does; the values that it computed with stand in that program (ecies.py of the same repository).
 */
const P1_OF: Readonly<Record<string, string>> = {
  '9169155b08b07674cbadf75fb46a7b0d': 'a6b7b52554b4203f7e3acfdb3a3ed8674ee086ce5906a7cac2f8a398306d3be9',
  '687e9757debfd87b0c267330c183c7b6': '05bed5f867b89f30fe5552df414b65b9dd4073fc385d14921c641a145aa12051',
};

const p1Of = (printed: string, key: string): string => (printed === key ? (P1_OF[key] ?? printed) : printed);

/** Wrapped keys of `ecies.txt`, in both directions. */
export const checkEcies = (ledger: Ledger, text: string): void => {
  for (const { name, text: part } of sectionsOf(text, VECTOR)) {
    const field = fieldsOf(part);
    const [sent, recipient] = [`04${field('Vx')}${field('Vy')}`, `04${field('Rx')}${field('Ry')}`];
    const p1 = unhex(p1Of(field('P1'), field('k')));
    const wrapped = { c: unhex(field('C')), t: unhex(field('T')) };
    ledger.check(`ecies ${name}: V = v·G`, sent, () => publicOf(field('v')));
    ledger.check(`ecies ${name}: wrap`, [field('C'), field('T')], () => {
      const made = eciesWrap(agree(field('v'), recipient), p1, unhex(field('k')));
      return [hex(made.c), hex(made.t)];
    });
    ledger.check(`ecies ${name}: unwrap`, field('k'), () => hex(eciesUnwrap(agree(field('r'), sent), p1, wrapped)));
    ledger.check(`ecies ${name}: a changed tag is refused`, 'v2xsec.decrypt', () => {
      try {
        return hex(
          eciesUnwrap(agree(field('r'), sent), p1, { ...wrapped, t: wrapped.t.with(0, (wrapped.t[0] ?? 0) ^ 1) }),
        );
      } catch (error) {
        return (error as { readonly code?: string }).code;
      }
    });
  }
};

/** Sealed texts of `aesccm.txt`, in both directions. */
export const checkCcm = (ledger: Ledger, text: string): void => {
  for (const { name, text: part } of sectionsOf(text, VECTOR)) {
    const field = fieldsOf(part);
    const [key, nonce] = [unhex(field('K')), unhex(field('N'))];
    ledger.check(`aesccm ${name}: seal`, field('C_T'), () => hex(sealCcm('aes128Ccm', key, nonce, unhex(field('P')))));
    ledger.check(`aesccm ${name}: open`, field('P'), () => hex(openCcm('aes128Ccm', key, nonce, unhex(field('C_T')))));
  }
};

/** Implicit certificates of `implicit.txt`: what the authority makes, and both reconstructed keys. */
export const checkImplicit = (ledger: Ledger, text: string): void => {
  for (const { name, text: part } of sectionsOf(text, VECTOR)) {
    const field = fieldsOf(part);
    const point = (prefix: string): string => `04${field(`${prefix}x`)}${field(`${prefix}y`)}`;
    const hash = new Uint8Array(
      createHash('sha256')
        .update(unhex(field('CertU')))
        .digest(),
    );
    ledger.check(`implicit ${name}: reconstruction point`, point('PU'), () =>
      hex(certifiedPublicKey('nistP256', unhex(point('RU')), unhex(publicOf(field('k'))))),
    );
    // The authority's r = e·k + d has the form of the user's key, with its own numbers.
    ledger.check(`implicit ${name}: reconstruction value`, field('r'), () =>
      hex(implicitPrivateKey('nistP256', unhex(field('k')), unhex(field('dCA')), hash)),
    );
    ledger.check(`implicit ${name}: private key`, field('dU'), () =>
      hex(implicitPrivateKey('nistP256', unhex(field('kU')), unhex(field('r')), hash)),
    );
    ledger.check(`implicit ${name}: public key`, point('QU'), () =>
      hex(implicitPublicKey('nistP256', unhex(point('PU')), unhex(point('QCA')), hash)),
    );
    ledger.check(`implicit ${name}: keys are a pair`, point('QU'), () => publicOf(field('dU')));
  }
};

const opensslKdf = (secret: string, parameter: string, length: number): string | undefined => {
  const options = ['digest:SHA256', `hexkey:${secret}`, ...(parameter === '' ? [] : [`hexinfo:${parameter}`])];
  try {
    const flags = options.flatMap((option) => ['-kdfopt', option]);
    const printed = execFileSync('openssl', ['kdf', '-keylen', String(length), ...flags, 'X963KDF'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return printed.replaceAll(/[^0-9A-F]/g, '').toLowerCase();
  } catch {
    return undefined;
  }
};

/** Inputs of `kdf.txt`. The file holds no outputs, so OpenSSL (X963KDF, the same function) is the judge. */
export const checkKdf = (ledger: Ledger, text: string): void => {
  for (const { name, text: part } of sectionsOf(text, VECTOR)) {
    const field = fieldsOf(part);
    const length = Number(field('dl'));
    const expected = opensslKdf(field('ss'), field('kdp'), length);
    if (expected === undefined) ledger.skip(`kdf ${name}`, 'the file holds no output, and there is no openssl to ask');
    else ledger.check(`kdf ${name}`, expected, () => hex(kdf2(unhex(field('ss')), unhex(field('kdp')), length)));
  }
};

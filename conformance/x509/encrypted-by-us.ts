import { buildEnvelopedData, formatPem } from '@chedun/x509';
import { openssl } from '../../libs/x509/testing/openssl.ts';
import type { Folder } from '../../libs/x509/testing/openssl.ts';
import { authority, certificateFile } from './authorities.ts';
import { lastLine } from './case.ts';
import type { Case } from './case.ts';

const TEXT = new TextEncoder().encode('车盾 conformance\n');
const RECIPIENTS = [
  ['rsa-oaep', 'rsa-sha256'],
  ['rsa-pkcs1', 'rsa-sha256'],
  ['ecdh-p256', 'ecdsa-sha256'],
] as const;
const CIPHERS = [
  ['aes-128-cbc', 16, 16],
  ['aes-256-cbc', 32, 16],
  ['aes-128-gcm', 16, 12],
  ['aes-256-gcm', 32, 12],
  ['sm4-cbc', 16, 16],
] as const;

/** Messages that we encrypt and openssl opens. */
export const encryptedByUs: readonly Case[] = RECIPIENTS.flatMap(([kind, algorithm]) =>
  CIPHERS.map(([cipher, keyBytes, ivBytes]) => ({
    name: `ours, CMS for ${kind} with ${cipher}: openssl cms -decrypt`,
    expected: 'yes',
    run: async (folder: Folder) => {
      const { certificate, key } = await authority(algorithm);
      const secrets = { contentKey: new Uint8Array(keyBytes).fill(3), iv: new Uint8Array(ivBytes).fill(5) };
      const der = buildEnvelopedData({ content: TEXT, cipher, ...secrets, recipients: [{ kind, certificate }] });
      const own = folder.write('key.pem', formatPem({ label: 'PRIVATE KEY', bytes: key.pkcs8 }));
      const who = certificateFile(folder, 'c.pem', certificate);
      const { ok, output } = openssl([
        'cms',
        '-decrypt',
        '-binary',
        '-inform',
        'DER',
        '-recip',
        who,
        '-inkey',
        own,
        '-in',
        folder.write('m.der', der),
      ]);
      return ok && output.includes('conformance') ? 'yes' : lastLine(output);
    },
  })),
);

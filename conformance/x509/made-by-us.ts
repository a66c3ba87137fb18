import { encodeDer, raw } from '@chedun/asn1/der';
import {
  authorityInfoAccess,
  ACCESS,
  buildCrl,
  buildOcspResponse,
  buildRequest,
  buildSignedData,
  certIdDer,
  certificatePolicies,
  cpsQualifier,
  crlDistributionPoints,
  crlNumber,
  extendedKeyUsage,
  formatPem,
  KEY_USAGE,
  keyUsage,
  nameConstraints,
  nameOf,
  parseCrl,
  parseOcspResponse,
  parseSignedData,
  PURPOSE,
  RevokedWriter,
  SIGNATURE_ALGORITHMS,
  subjectAltName,
  tlsFeature,
} from '@chedun/x509';
import type { Certificate, SignatureAlgorithm } from '@chedun/x509';
import { identifiers, issue } from '../../libs/x509/testing/certificates.ts';
import type { Authority } from '../../libs/x509/testing/certificates.ts';
import { newKey } from '../../libs/x509/testing/keys.ts';
import { openssl } from '../../libs/x509/testing/openssl.ts';
import type { Folder } from '../../libs/x509/testing/openssl.ts';
import { authority, certificateFile } from './authorities.ts';
import { DISTID, lastLine } from './case.ts';
import type { Case } from './case.ts';

const TEXT = new TextEncoder().encode('车盾 conformance\n');
const isSm2 = (algorithm: SignatureAlgorithm): boolean => algorithm === 'sm2-sm3';
const withId = (algorithm: SignatureAlgorithm): readonly string[] => (isSm2(algorithm) ? ['-vfyopt', DISTID] : []);
const yes = (ok: boolean, output: string): string => (ok ? 'yes' : lastLine(output));

/** Every extension that an end may have. */
const extensions = [
  keyUsage(KEY_USAGE.digitalSignature | KEY_USAGE.keyAgreement),
  extendedKeyUsage([PURPOSE.serverAuth, PURPOSE.clientAuth]),
  subjectAltName([
    { kind: 'dns', value: 'tsp.example.cn' },
    { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
    { kind: 'email', value: 'ops@example.cn' },
    { kind: 'uri', value: 'urn:vin:LVIN0000000000001' },
  ]),
  crlDistributionPoints([{ fullName: [{ kind: 'uri', value: 'http://crl.example.cn/1.crl' }] }]),
  authorityInfoAccess([{ method: ACCESS.ocsp, location: { kind: 'uri', value: 'http://ocsp.example.cn' } }]),
  certificatePolicies([{ policy: '1.2.156.1.1', qualifiers: cpsQualifier('http://cps.example.cn') }]),
  tlsFeature([5]),
];

const endOf = async (issuer: Authority): Promise<Certificate> => {
  const key = newKey('sm2-sm3');
  const subject = nameOf({ C: 'CN', O: '车盾', CN: 'tsp.example.cn' });
  return issue({ issuer, key, subject, extensions: [...extensions, ...identifiers(key, issuer.key)], serial: 99 });
};

/**
 * SM2 has no identity in these commands of openssl 3.0, and Ed25519 no place in its CMS, so their signatures are checked
 * over the signed bytes themselves.
 */
const rawCheck = (folder: Folder, issuer: Authority, message: Uint8Array, signature: Uint8Array): string => {
  const key = folder.write('pub.pem', formatPem({ label: 'PUBLIC KEY', bytes: issuer.key.spki }));
  const [file, signed] = [folder.write('tbs', message), folder.write('sig', signature)];
  const own = isSm2(issuer.key.algorithm) ? ['-digest', 'sm3', '-pkeyopt', DISTID] : [];
  const how = ['-rawin', ...own, '-pubin', '-inkey', key];
  const { ok, output } = openssl(['pkeyutl', '-verify', ...how, '-sigfile', signed, '-in', file]);
  return yes(ok, output);
};

const certificateCase = (algorithm: SignatureAlgorithm): Case => ({
  name: `ours, certificate ${algorithm}: openssl verify -x509_strict`,
  expected: 'yes',
  run: async (folder) => {
    const issuer = await authority(algorithm);
    const [ca, ee] = [
      certificateFile(folder, 'ca.pem', issuer.certificate),
      certificateFile(folder, 'ee.pem', await endOf(issuer)),
    ];
    const { ok, output } = openssl(['verify', ...withId(algorithm), '-x509_strict', '-CAfile', ca, ee]);
    return yes(ok, output);
  },
});

const textCase: Case = {
  name: 'ours, certificate: openssl reads every extension',
  expected: '',
  run: async (folder) => {
    const issuer = await authority('sm2-sm3');
    const { output } = openssl([
      'x509',
      '-noout',
      '-text',
      '-nameopt',
      'utf8',
      '-in',
      certificateFile(folder, 'ee.pem', await endOf(issuer)),
    ]);
    const words = [
      'Digital Signature, Key Agreement',
      'TLS Web Server Authentication',
      'DNS:tsp.example.cn',
      'IP Address:10.0.0.1',
      'email:ops@example.cn',
      'URI:urn:vin:LVIN0000000000001',
      'URI:http://crl.example.cn/1.crl',
      'OCSP - URI:http://ocsp.example.cn',
      'Policy: 1.2.156.1.1',
      'CPS: http://cps.example.cn',
      'status_request',
      'O = 车盾',
    ];
    return words.filter((word) => !output.includes(word) && !output.includes(word.replace(' = ', '='))).join(', ');
  },
};

const constraintsCase: Case = {
  name: 'ours, certificate: openssl reads name constraints',
  expected: 'Permitted: DNS:example.cn IP:10.0.0.0/255.0.0.0 Excluded: email:.example.com',
  run: async (folder) => {
    const key = newKey('ecdsa-sha256');
    const limits = nameConstraints({
      permitted: [
        { kind: 'dns', value: 'example.cn' },
        { kind: 'ip', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) },
      ],
      excluded: [{ kind: 'email', value: '.example.com' }],
    });
    const certificate = await issue({ key, subject: nameOf({ CN: 'x' }), extensions: [limits] });
    const { output } = openssl([
      'x509',
      '-noout',
      '-ext',
      'nameConstraints',
      '-in',
      certificateFile(folder, 'c.pem', certificate),
    ]);
    return output.split('\n').slice(1).join(' ').replaceAll(/\s+/g, ' ').trim();
  },
};

const requestCase = (algorithm: SignatureAlgorithm): Case => ({
  name: `ours, request ${algorithm}: openssl req -verify`,
  expected: 'yes',
  run: async (folder) => {
    const { key } = await authority(algorithm);
    const spec = {
      subject: nameOf({ C: 'CN', CN: 'ECU' }),
      publicKey: key.spki,
      algorithm,
      extensions,
      challengePassword: 'secret',
    };
    const file = folder.write(
      'r.pem',
      formatPem({ label: 'CERTIFICATE REQUEST', bytes: await buildRequest(spec, key.sign) }),
    );
    const { output } = openssl(['req', '-verify', '-noout', ...withId(algorithm), '-in', file]);
    return output.includes('verify OK') ? 'yes' : lastLine(output);
  },
});

const crlCase = (algorithm: SignatureAlgorithm): Case => ({
  name: `ours, CRL ${algorithm}: openssl crl`,
  expected: 'yes',
  run: async (folder) => {
    const issuer = await authority(algorithm);
    const writer = new RevokedWriter();
    for (let serial = 1; serial < 50; serial += 1)
      writer.add({ serial: Uint8Array.of(serial), revokedAt: Date.UTC(2026, 1, 1), reason: 'superseded' });
    const times = { thisUpdate: Date.UTC(2026, 1, 2), nextUpdate: Date.UTC(2027, 1, 2) };
    const spec = {
      algorithm,
      issuer: issuer.certificate.subject,
      ...times,
      entries: writer.entries(),
      extensions: [crlNumber(3)],
    };
    const der = await buildCrl(spec, issuer.key.sign);
    const crl = parseCrl(der);
    if (isSm2(algorithm)) return rawCheck(folder, issuer, crl.tbs, crl.signature);
    const ca = certificateFile(folder, 'ca.pem', issuer.certificate);
    const { output } = openssl(['crl', '-noout', '-CAfile', ca, '-inform', 'DER', '-in', folder.write('l.der', der)]);
    return output.includes('verify OK') ? 'yes' : lastLine(output);
  },
});

const ocspCase = (algorithm: SignatureAlgorithm): Case => ({
  name: `ours, OCSP ${algorithm}: openssl ocsp`,
  expected: 'yes',
  run: async (folder) => {
    const issuer = await authority(algorithm);
    const end = await endOf(issuer);
    const producedAt = Date.now() - 1000;
    const id = encodeDer(certIdDer(issuer.certificate, end.serial));
    const responses = [
      { id, status: { kind: 'good' } as const, thisUpdate: producedAt, nextUpdate: producedAt + 600_000 },
    ];
    const der = await buildOcspResponse(
      { algorithm, responder: issuer.certificate, producedAt, responses },
      issuer.key.sign,
    );
    const parsed = parseOcspResponse(der);
    if (isSm2(algorithm))
      return parsed.kind === 'answer'
        ? rawCheck(folder, issuer, parsed.basic.tbs, parsed.basic.signature)
        : parsed.status;
    const [ca, ee] = [certificateFile(folder, 'ca.pem', issuer.certificate), certificateFile(folder, 'ee.pem', end)];
    const { output } = openssl([
      'ocsp',
      '-respin',
      folder.write('a.der', der),
      '-issuer',
      ca,
      '-cert',
      ee,
      '-CAfile',
      ca,
      '-no_nonce',
    ]);
    return /Response verify OK/.test(output) && /: good/.test(output) ? 'yes' : lastLine(output);
  },
});

const signedCase = (algorithm: SignatureAlgorithm, kind: 'embedded' | 'detached'): Case => ({
  name: `ours, CMS ${kind} ${algorithm}: openssl cms -verify`,
  expected: 'yes',
  run: async (folder) => {
    const { certificate, key } = await authority(algorithm);
    const signers = [{ certificate, algorithm, sign: key.sign, signingTime: Date.UTC(2026, 5, 1) }];
    const der = await buildSignedData({ content: TEXT, kind, signers, certificates: [certificate] });
    if (isSm2(algorithm) || algorithm === 'ed25519') {
      const [signer] = parseSignedData(der).signers;
      return rawCheck(
        folder,
        { certificate, key },
        signer?.signedBytes ?? new Uint8Array(),
        signer?.signature ?? new Uint8Array(),
      );
    }
    const ca = certificateFile(folder, 'ca.pem', certificate);
    const content = kind === 'detached' ? ['-content', folder.write('t', TEXT)] : [];
    const how = ['-verify', '-binary', '-inform', 'DER', '-purpose', 'any', '-CAfile', ca, ...content];
    const { ok, output } = openssl(['cms', ...how, '-in', folder.write('m.der', der), '-out', folder.path('out')]);
    return yes(ok, output);
  },
});

const changedCase: Case = {
  name: 'ours, certificate: openssl refuses one that we changed',
  expected: 'refused',
  run: async (folder) => {
    const issuer = await authority('sm2-sm3');
    const end = await endOf(issuer);
    const bytes = Buffer.from(encodeDer(raw(end.raw)));
    const at = bytes.indexOf('tsp.example.cn');
    bytes[at] = 'x'.charCodeAt(0);
    const file = folder.write('ee.pem', formatPem({ label: 'CERTIFICATE', bytes }));
    const ca = certificateFile(folder, 'ca.pem', issuer.certificate);
    return openssl(['verify', '-vfyopt', DISTID, '-CAfile', ca, file]).ok ? 'taken' : 'refused';
  },
};

/** What we build, judged by openssl. */
export const madeByUs: readonly Case[] = [
  ...SIGNATURE_ALGORITHMS.flatMap((algorithm) => [
    certificateCase(algorithm),
    requestCase(algorithm),
    crlCase(algorithm),
    ocspCase(algorithm),
    signedCase(algorithm, 'embedded'),
    signedCase(algorithm, 'detached'),
  ]),
  textCase,
  constraintsCase,
  changedCase,
];

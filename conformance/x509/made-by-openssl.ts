import {
  basicConstraintsOf,
  certificatePoliciesOf,
  crlNumberOf,
  derOf,
  encodeName,
  extendedKeyUsageOf,
  indexCrl,
  isCrlSignedBy,
  isSignedBy,
  keyUsageOf,
  nameConstraintsOf,
  nameText,
  parseCrl,
  parseName,
  parseOcspRequest,
  parseOcspResponse,
  parseRequest,
  parseSignedData,
  policyConstraintsOf,
  serialText,
  statusFrom,
  subjectAltNameOf,
  tlsFeatureOf,
  verifyRequest,
  verifySignedData,
} from '@chedun/x509';
import { mustOpenssl } from '../../libs/x509/testing/openssl.ts';
import type { Case } from './case.ts';
import { KINDS, make } from './openssl-keys.ts';
import type { Kind, Made } from './openssl-keys.ts';

const readEnd = ({ end }: Made): string => {
  const names = (subjectAltNameOf(end) ?? []).map((each) => {
    if (each.kind === 'directory') return `directory:${nameText(parseName(each.value))}`;
    return 'value' in each
      ? `${each.kind}:${each.value instanceof Uint8Array ? Buffer.from(each.value).toString('hex') : each.value}`
      : '';
  });
  return JSON.stringify([
    serialText(end.serial),
    keyUsageOf(end),
    extendedKeyUsageOf(end),
    names,
    certificatePoliciesOf(end)?.map((each) => each.policy),
    tlsFeatureOf(end),
    basicConstraintsOf(end)?.isCa,
  ]);
};
const END = JSON.stringify([
  '80ab',
  1,
  ['1.3.6.1.5.5.7.3.1', '1.2.3.4'],
  [
    'dns:a.example.cn',
    'ip:c0000201',
    'ip:20010db8000000000000000000000001',
    'email:x@example.cn',
    'uri:https://a.example.cn/',
    'registered-id:1.2.3',
    'directory:CN=x',
  ],
  ['1.2.156.1.1'],
  [5],
  false,
]);

const readRoot = ({ root }: Made): string => {
  const constraints = nameConstraintsOf(root);
  return JSON.stringify([
    basicConstraintsOf(root),
    keyUsageOf(root),
    constraints?.permitted[0]?.kind,
    constraints?.excluded[0]?.kind,
    policyConstraintsOf(root)?.requireExplicit,
  ]);
};
const ROOT = JSON.stringify([{ isCa: true, pathLength: 3 }, 96, 'dns', 'ip', 2]);

const revoked = (made: Made, kind: Kind): string => {
  const { folder, config, root, end } = made;
  folder.write(
    'index.txt',
    'R\t300101000000Z\t260101000000Z,keyCompromise\t80AB\tunknown\t/CN=a\nR\t300101000000Z\t260102000000Z\t0A\tunknown\t/CN=b\n',
  );
  folder.write('number', '2A\n');
  const how = [
    '-config',
    config,
    '-name',
    'd',
    '-cert',
    folder.path('ca.pem'),
    '-keyfile',
    folder.path('ca.key'),
    ...kind.sign,
  ];
  mustOpenssl(['ca', '-gencrl', ...how, '-out', folder.path('l.pem')]);
  const crl = parseCrl(derOf(folder.read('l.pem'), ['X509 CRL']));
  const index = indexCrl(crl);
  return JSON.stringify([
    isCrlSignedBy(crl, root.publicKey),
    crlNumberOf(crl),
    index.size,
    index.find(end.serial)?.reason,
    index.find(Uint8Array.of(11)) ?? 'none',
  ]);
};

const asked = ({ folder, root, end }: Made): string => {
  const files = ['-issuer', folder.path('ca.pem'), '-cert', folder.path('ee.pem')];
  mustOpenssl(['ocsp', '-sha256', ...files, '-reqout', folder.path('q.der')]);
  const asked256 = parseOcspRequest(folder.read('q.der')).ids[0]?.digest;
  mustOpenssl(['ocsp', ...files, '-reqout', folder.path('q.der')]);
  const request = parseOcspRequest(folder.read('q.der'));
  folder.write('index.txt', 'R\t300101000000Z\t260101000000Z,keyCompromise\t80AB\tunknown\t/CN=a\n');
  const signer = ['-rsigner', folder.path('ca.pem'), '-rkey', folder.path('ca.key'), '-CA', folder.path('ca.pem')];
  mustOpenssl([
    'ocsp',
    '-index',
    folder.path('index.txt'),
    ...signer,
    '-reqin',
    folder.path('q.der'),
    '-respout',
    folder.path('a.der'),
    '-nmin',
    '9',
  ]);
  const answer = parseOcspResponse(folder.read('a.der'));
  const status =
    answer.kind === 'answer'
      ? statusFrom(answer.basic, {
          issuer: root,
          serial: end.serial,
          at: Date.now(),
          ...(request.nonce && { nonce: request.nonce }),
        })
      : answer;
  return JSON.stringify([asked256, request.ids.length, status]);
};

const signed =
  (kind: Kind, flags: readonly string[]) =>
  ({ folder }: Made): string => {
    const pss = kind.name === 'RSA-PSS' ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'] : [];
    const how = [
      'cms',
      '-sign',
      '-binary',
      '-noindef',
      '-outform',
      'DER',
      '-signer',
      folder.path('ee.pem'),
      '-inkey',
      folder.path('ee.key'),
    ];
    const digest = kind.digest === '' ? [] : ['-md', kind.digest.slice(1)];
    mustOpenssl([
      ...how,
      ...digest,
      ...pss,
      ...flags,
      '-in',
      folder.write('t', 'text\n'),
      '-out',
      folder.path('m.der'),
    ]);
    const data = parseSignedData(folder.read('m.der'));
    return verifySignedData(data, { content: new TextEncoder().encode('text\n') })
      .map((each) => (each.kind === 'signed' ? 'signed' : each.problem))
      .join();
  };

const requested = ({ folder }: Made): string => {
  const request = parseRequest(derOf(folder.read('ee.csr'), ['CERTIFICATE REQUEST']));
  return `${verifyRequest(request)} ${nameText(parseName(request.subject))}`;
};

const of = (kind: Kind, what: string, expected: string, run: (made: Made) => string): Case => ({
  name: `openssl's, ${kind.name}: ${what}`,
  expected,
  run: (folder) => run(make(folder, kind)),
});

const casesOf = (kind: Kind): readonly Case[] => [
  of(kind, 'the root signed itself', 'true', ({ root }) => String(isSignedBy(root, root.publicKey))),
  of(kind, 'the root signed the end', 'true', ({ root, end }) => String(isSignedBy(end, root.publicKey))),
  of(kind, 'the end signed nothing', 'false', ({ end }) => String(isSignedBy(end, end.publicKey))),
  of(kind, 'extensions of the root', ROOT, readRoot),
  of(kind, 'extensions of the end', END, readEnd),
  of(kind, 'names come back byte for byte', 'true', ({ root }) =>
    String(Buffer.compare(encodeName(parseName(root.subject)), root.subject) === 0),
  ),
  of(kind, 'request', 'true CN=a,C=CN', requested),
  // openssl 3.0 gives its OCSP and CMS commands no identity for SM2, and its ca command no digest for Ed25519.
  ...(kind.name === 'Ed25519'
    ? []
    : [of(kind, 'CRL', '[true,42,2,"keyCompromise","none"]', (made) => revoked(made, kind))]),
  ...(['SM2', 'Ed25519', 'RSA-PSS'].includes(kind.name)
    ? []
    : [of(kind, 'OCSP', '["sha256",1,{"kind":"revoked","revokedAt":1767225600000,"reason":"keyCompromise"}]', asked)]),
  ...(['SM2', 'Ed25519'].includes(kind.name)
    ? []
    : [
        of(kind, 'CMS detached', 'signed', signed(kind, [])),
        of(kind, 'CMS embedded', 'signed', signed(kind, ['-nodetach'])),
        of(kind, 'CMS without attributes', 'signed', signed(kind, ['-noattr'])),
        of(kind, 'CMS with key identifiers', 'signed', signed(kind, ['-keyid'])),
      ]),
];

/** What openssl makes, read and judged by us. */
export const madeByOpenssl: readonly Case[] = KINDS.flatMap(casesOf);

import { derOf, parseCertificate } from '@chedun/x509';
import type { Certificate } from '@chedun/x509';
import { mustOpenssl } from '../../libs/x509/testing/openssl.ts';
import type { Folder } from '../../libs/x509/testing/openssl.ts';
import { DISTID } from './case.ts';

/** A kind of key as openssl makes it. */
export interface Kind {
  readonly name: string;
  readonly make: readonly string[];
  readonly digest: string;
  readonly sign: readonly string[];
}

const curve = (name: string): readonly string[] => [
  'genpkey',
  '-algorithm',
  'EC',
  '-pkeyopt',
  `ec_paramgen_curve:${name}`,
];
/** Kinds of keys that openssl makes certificates with. */
export const KINDS: readonly Kind[] = [
  { name: 'SM2', make: ['genpkey', '-algorithm', 'SM2'], digest: '-sm3', sign: ['-sigopt', DISTID] },
  { name: 'P-256', make: curve('P-256'), digest: '-sha256', sign: [] },
  { name: 'P-384', make: curve('P-384'), digest: '-sha384', sign: [] },
  { name: 'P-521', make: curve('P-521'), digest: '-sha512', sign: [] },
  {
    name: 'RSA',
    make: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    digest: '-sha256',
    sign: [],
  },
  {
    name: 'RSA-PSS',
    make: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    digest: '-sha384',
    sign: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'],
  },
  { name: 'Ed25519', make: ['genpkey', '-algorithm', 'ED25519'], digest: '', sign: [] },
];

const CONFIG = `
[req]
distinguished_name=dn
[dn]
[ca]
basicConstraints=critical,CA:TRUE,pathlen:3
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
nameConstraints=critical,permitted;DNS:example.cn,excluded;IP:10.0.0.0/255.0.0.0
policyConstraints=requireExplicitPolicy:2
[end]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,1.2.3.4
subjectAltName=DNS:a.example.cn,IP:192.0.2.1,IP:2001:db8::1,email:x@example.cn,URI:https://a.example.cn/,RID:1.2.3,dirName:dir
certificatePolicies=1.2.156.1.1
tlsfeature=status_request
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid,issuer
[dir]
CN=x
[d]
database=INDEX
crlnumber=NUMBER
default_md=DIGEST
default_crl_days=3
crl_extensions=crl
[crl]
authorityKeyIdentifier=keyid
[a]
default_ca=d
`;

/** What openssl made, in the folder of a case. */
export interface Made {
  readonly root: Certificate;
  readonly end: Certificate;
  readonly folder: Folder;
  readonly config: string;
}

const digestOf = ({ digest }: Kind): readonly string[] => (digest === '' ? [] : [digest]);
const certificate = (folder: Folder, name: string): Certificate =>
  parseCertificate(derOf(folder.read(name), ['CERTIFICATE']));

const writeConfig = (folder: Folder, kind: Kind): string => {
  const text = CONFIG.replace('INDEX', folder.path('index.txt'))
    .replace('NUMBER', folder.path('number'))
    .replace('DIGEST', kind.digest.slice(1) || 'null');
  return folder.write('c.cnf', text);
};

const makeRoot = (folder: Folder, kind: Kind): string => {
  const config = writeConfig(folder, kind);
  mustOpenssl([...kind.make, '-out', folder.path('ca.key')]);
  mustOpenssl([...kind.make, '-out', folder.path('ee.key')]);
  const how = ['-config', config, '-extensions', 'ca', '-subj', '/C=CN/O=\\E8\\BD\\A6/CN=Root', '-utf8', '-days', '30'];
  mustOpenssl([
    'req',
    '-x509',
    '-new',
    '-key',
    folder.path('ca.key'),
    ...digestOf(kind),
    ...kind.sign,
    ...how,
    '-out',
    folder.path('ca.pem'),
  ]);
  return config;
};

const FILES = ['ca.key', 'ee.key', 'ca.pem', 'ee.csr', 'ee.pem'];
const made = new Map<string, readonly Uint8Array[]>();

const makeFiles = (folder: Folder, kind: Kind): void => {
  const config = makeRoot(folder, kind);
  const request = ['req', '-new', '-key', folder.path('ee.key'), ...digestOf(kind), ...kind.sign, '-config', config];
  mustOpenssl([...request, '-subj', '/C=CN/CN=a', '-out', folder.path('ee.csr')]);
  const check = kind.name === 'SM2' ? ['-vfyopt', DISTID] : [];
  const authority = ['-CA', folder.path('ca.pem'), '-CAkey', folder.path('ca.key'), '-set_serial', '0x80AB'];
  const how = [...check, ...digestOf(kind), ...kind.sign, '-days', '20', '-extfile', config, '-extensions', 'end'];
  mustOpenssl(['x509', '-req', '-in', folder.path('ee.csr'), ...authority, ...how, '-out', folder.path('ee.pem')]);
};

/** A root and an end of one kind of key, made once and put into the folder of each case. */
export const make = (folder: Folder, kind: Kind): Made => {
  const before = made.get(kind.name);
  if (before === undefined) {
    makeFiles(folder, kind);
    made.set(kind.name, FILES.map(folder.read));
  } else FILES.forEach((name, at) => folder.write(name, before[at] ?? ''));
  const config = writeConfig(folder, kind);
  return { root: certificate(folder, 'ca.pem'), end: certificate(folder, 'ee.pem'), folder, config };
};

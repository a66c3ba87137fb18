import { createHash } from 'node:crypto';
import { describeAlgorithm, suiteAlgorithms } from '@chedun/cbom';
import type { KeyProtection } from '@chedun/keys';
import { suiteCode } from '@chedun/tls-probe';
import type { Certificate, CryptoUse, Endpoint, PlatformKey } from '../contract.ts';
import { isSm } from './weak-algorithm.ts';

/** A component of CycloneDX 1.6 of type `cryptographic-asset`. */
export interface CryptoComponent {
  readonly type: 'cryptographic-asset';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly cryptoProperties: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** What a bill of cryptography is made of. */
export interface CbomInput {
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly version: string;
  readonly endpoints: readonly Endpoint[];
  readonly certificates: readonly Certificate[];
  readonly uses: readonly CryptoUse[];
  readonly keys: readonly PlatformKey[];
  /** Who holds the keys. */
  readonly protection: KeyProtection;
  /** Of the machine, in the words of CycloneDX: `x86_64`, `armv8-a`. */
  readonly platform: string;
}

type Accepted = NonNullable<Endpoint['probe']>['result']['accepted'][number];

const VERSIONS: Readonly<Record<string, string>> = {
  tls13: '1.3',
  tls12: '1.2',
  tls11: '1.1',
  tls10: '1.0',
  ssl3: 'SSL 3.0',
  tlcp: 'TLCP 1.1',
};

const refOf = (kind: string, name: string): string =>
  `crypto/${kind}/${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

const asset = (
  ref: string,
  name: string,
  cryptoProperties: CryptoComponent['cryptoProperties'],
  more: Pick<CryptoComponent, 'properties' | 'hashes' | 'description'> = {},
): CryptoComponent => ({ type: 'cryptographic-asset', 'bom-ref': ref, name, cryptoProperties, ...more });

/** Where an implementation runs; known of the product's own alone. */
type Implementation = Readonly<Record<'executionEnvironment' | 'implementationPlatform', string>> & {
  readonly certificationLevel: readonly string[];
};

const algorithmRef = (name: string): string => refOf('algorithm', name);
const ownAlgorithmRef = (kind: string): string => refOf('own-algorithm', kind);

/** An algorithm; the name is the key, so that the same one stands once. */
const algorithmComponent = (
  name: string,
  ref = algorithmRef(name),
  implementation?: Implementation,
): CryptoComponent => {
  const { algorithmProperties, oid } = describeAlgorithm(name);
  return asset(
    ref,
    name,
    {
      assetType: 'algorithm',
      algorithmProperties: { ...algorithmProperties, ...implementation },
      ...(oid === undefined ? {} : { oid }),
    },
    { properties: [{ name: 'chedun:commercial-cryptography', value: String(isSm(name)) }] },
  );
};

const stateOf = ({ notBefore, notAfter }: Certificate, now: number): string =>
  now < Date.parse(notBefore) ? 'pre-activation' : now > Date.parse(notAfter) ? 'deactivated' : 'active';

/** A key of a certificate as an algorithm: of RSA the size tells how strong it is. */
const keyAlgorithm = ({ key, bits }: Pick<Certificate, 'key' | 'bits'>): string =>
  key === 'rsa' && bits > 0 ? `RSA-${bits}` : key;

const certificateComponent = (certificate: Certificate): CryptoComponent => {
  const { fingerprint, subject, issuer, serial, signature, notBefore, notAfter, places } = certificate;
  return asset(
    refOf('certificate', fingerprint),
    subject || serial,
    {
      assetType: 'certificate',
      certificateProperties: {
        subjectName: subject,
        issuerName: issuer,
        notValidBefore: notBefore,
        notValidAfter: notAfter,
        signatureAlgorithmRef: algorithmRef(signature),
        subjectPublicKeyRef: refOf('key', fingerprint),
        certificateFormat: 'X.509',
      },
    },
    {
      // The fingerprint is SHA-256 over the DER.
      hashes: [{ alg: 'SHA-256', content: fingerprint }],
      properties: [
        { name: 'chedun:serial-number', value: serial },
        ...places.map(({ endpoint, place }) => ({ name: `chedun:seen-at:${place}`, value: endpoint })),
      ],
    },
  );
};

const publicKeyComponent = (certificate: Certificate, now: number): CryptoComponent => {
  const { fingerprint, key, bits, subject, notBefore, notAfter } = certificate;
  return asset(refOf('key', fingerprint), `${key} ${subject}`.trim(), {
    assetType: 'related-crypto-material',
    relatedCryptoMaterialProperties: {
      type: 'public-key',
      id: fingerprint,
      state: stateOf(certificate, now),
      algorithmRef: algorithmRef(keyAlgorithm(certificate)),
      activationDate: notBefore,
      expirationDate: notAfter,
      ...(bits > 0 ? { size: bits } : {}),
      format: 'SubjectPublicKeyInfo',
    },
  });
};

/** Two bytes as CycloneDX writes them: `0xC0`, `0x2F`. */
const bytesOf = (code: number): readonly string[] =>
  [code >> 8, code & 0xff].map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`);

const suiteOf = ({ suite, group, scheme }: Accepted) => {
  const code = suiteCode(suite);
  return {
    name: suite,
    algorithms: namesOf({ suite, group, scheme }).map(algorithmRef),
    ...(code === undefined ? {} : { identifiers: bytesOf(code) }),
  };
};

const namesOf = ({ suite, group, scheme }: Pick<Accepted, 'suite' | 'group' | 'scheme'>): readonly string[] => [
  ...new Set([...suiteAlgorithms(suite), ...[group, scheme].flatMap((name) => name ?? [])]),
];

const protocolComponents = ({ host, port, name, mutual, probe }: Endpoint): readonly CryptoComponent[] =>
  (probe?.result.accepted ?? []).map((accepted) => {
    const { protocol, asksClient } = accepted;
    return asset(
      refOf('protocol', `${host}:${port} ${protocol}`),
      `${name} ${host}:${port}`,
      {
        assetType: 'protocol',
        protocolProperties: {
          type: protocol === 'tlcp' ? 'other' : 'tls',
          version: VERSIONS[protocol] ?? protocol,
          cipherSuites: [suiteOf(accepted)],
          cryptoRefArray: probe?.result.certificates.map((fingerprint) => refOf('certificate', fingerprint)) ?? [],
        },
      },
      {
        properties: [
          { name: 'chedun:client-certificate-expected', value: String(mutual) },
          ...(asksClient === null ? [] : [{ name: 'chedun:client-certificate-asked', value: String(asksClient) }]),
          ...(probe === null ? [] : [{ name: 'chedun:probed-at', value: probe.at }]),
        ],
      },
    );
  });

const keyComponent = ({ id, name, kind, createdAt }: PlatformKey, mechanism: string): CryptoComponent =>
  asset(refOf('material', id), id, {
    assetType: 'related-crypto-material',
    relatedCryptoMaterialProperties: {
      type: /hmac|aes|sm4/.test(kind) ? 'secret-key' : 'private-key',
      id: name === '' ? id : `${name} ${id}`,
      state: 'active',
      algorithmRef: ownAlgorithmRef(kind),
      creationDate: createdAt,
      securedBy: { mechanism },
    },
  });

const DAY_MS = 86_400_000;
const useComponent = (use: CryptoUse): CryptoComponent => {
  const { id, system, algorithm, bits, keyId, purpose, note, rotatedOn, rotateDays } = use;
  const changed = rotatedOn === null ? undefined : Date.parse(`${rotatedOn}T00:00:00Z`);
  const ends = changed === undefined || rotateDays === null ? undefined : changed + rotateDays * DAY_MS;
  return asset(
    refOf('material', `use ${id}`),
    `${system} ${keyId || algorithm}`,
    {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'key',
        id: keyId || id,
        algorithmRef: algorithmRef(algorithm),
        ...(bits === null ? {} : { size: bits }),
        ...(changed === undefined ? {} : { updateDate: new Date(changed).toISOString() }),
        ...(ends === undefined ? {} : { expirationDate: new Date(ends).toISOString() }),
      },
    },
    {
      ...(note === '' ? {} : { description: note }),
      properties: [
        { name: 'chedun:system', value: system },
        { name: 'chedun:purpose', value: purpose },
      ],
    },
  );
};

/** What each asset stands on, taken from its own references. */
const dependenciesOf = (components: readonly CryptoComponent[]) =>
  components.map((component) => {
    const text = JSON.stringify(component.cryptoProperties);
    const found = [...text.matchAll(/"(crypto\/[a-z-]+\/[0-9a-f]{16})"/g)].map(([, ref = '']) => ref);
    return { ref: component['bom-ref'], ...(found.length === 0 ? {} : { dependsOn: [...new Set(found)] }) };
  });

const implementationOf = ({ provider, certificate }: KeyProtection, platform: string): Implementation => ({
  executionEnvironment: provider === 'file' ? 'software-plain-ram' : 'hardware',
  implementationPlatform: provider === 'file' ? platform : 'unknown',
  // A certificate of a commercial product 商用密码产品 is none of the schemes that CycloneDX lists.
  certificationLevel: [provider === 'file' ? 'none' : certificate === undefined ? 'unknown' : 'other'],
});

/**
 * A bill of cryptography in CycloneDX 1.6 (ECMA-424): algorithms, protocols of probed endpoints, certificates with their
 * public keys, keys of the product, declared uses. Every reference points to a component of the same document.
 */
export const buildCbom = (input: CbomInput) => {
  const { serial, now, version, endpoints, certificates, uses, keys, protection, platform } = input;
  const seen = new Set(certificates.map(({ fingerprint }) => fingerprint));
  const known = endpoints.map((endpoint) => ({
    ...endpoint,
    probe: endpoint.probe && {
      ...endpoint.probe,
      result: {
        ...endpoint.probe.result,
        certificates: endpoint.probe.result.certificates.filter((each) => seen.has(each)),
      },
    },
  }));
  const names = new Set([
    ...certificates.flatMap((each) => [each.signature, keyAlgorithm(each)]),
    ...known.flatMap(({ probe }) => (probe?.result.accepted ?? []).flatMap(namesOf)),
    ...uses.map(({ algorithm }) => algorithm),
  ]);
  const implementation = implementationOf(protection, platform);
  const own = [...new Set(keys.map(({ kind }) => kind))].toSorted();
  const mechanism = protection.provider === 'file' ? 'Software' : 'HSM';
  const components: readonly CryptoComponent[] = [
    ...[...names].toSorted().map((name) => algorithmComponent(name)),
    ...own.map((kind) => algorithmComponent(kind, ownAlgorithmRef(kind), implementation)),
    ...known.flatMap(protocolComponents),
    ...certificates.map(certificateComponent),
    ...certificates.map((each) => publicKeyComponent(each, now)),
    ...keys.map((key) => keyComponent(key, mechanism)),
    ...uses.map(useComponent),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${serial}`,
    version: 1,
    metadata: {
      timestamp: new Date(now).toISOString(),
      tools: { components: [{ type: 'application', name: 'CheDun', version }] },
      component: { type: 'application', 'bom-ref': 'chedun', name: 'CheDun' },
    },
    components,
    dependencies: dependenciesOf(components),
  };
};

/** A bill of cryptography. */
export type Cbom = ReturnType<typeof buildCbom>;

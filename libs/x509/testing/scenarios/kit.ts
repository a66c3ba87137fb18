import {
  basicConstraints,
  buildCrl,
  crlNumber,
  indexCrl,
  KEY_USAGE,
  keyUsage,
  nameOf,
  parseCrl,
  RevokedWriter,
} from '../../src/index.ts';
import type {
  Certificate,
  CrlIndex,
  Extension,
  Name,
  PathInput,
  PathProblem,
  RevocationReason,
} from '../../src/index.ts';
import { identifiers, issue, START, YEAR } from '../certificates.ts';
import type { Authority } from '../certificates.ts';
import { newKey } from '../keys.ts';
import type { TestKey } from '../keys.ts';

/** The time that scenarios are judged at. */
export const AT = START + YEAR;

/** What a scenario puts before the validator. */
export interface Case {
  readonly anchor: Certificate;
  readonly certificate: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly crls?: readonly CrlIndex[];
  readonly input?: Partial<PathInput>;
}

/** One case of path validation, in the manner of NIST PKITS. */
export interface Scenario {
  readonly name: string;
  /** `valid`, or a reason that has to be among those given. */
  readonly expected: 'valid' | PathProblem;
  readonly make: (kit: Kit) => Promise<Case>;
  /** Why openssl is not asked, or is known to judge otherwise. */
  readonly notOpenssl?: string;
}

/** How one certificate differs from the usual one. */
export interface Change {
  /** Extensions that are added, or take the place of the usual ones of the same type. */
  readonly add?: readonly Extension[];
  readonly without?: readonly string[];
  readonly subject?: Name;
  readonly key?: string;
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** What makes certificates of scenarios; keys are P-256, one a name, made once. */
export interface Kit {
  readonly root: (name?: string, change?: Change) => Promise<Authority>;
  readonly authority: (name: string, issuer: Authority, change?: Change) => Promise<Authority>;
  readonly end: (issuer: Authority, change?: Change) => Promise<Certificate>;
  readonly crl: (issuer: Authority, options?: CrlOptions) => Promise<CrlIndex>;
  readonly key: (name: string) => TestKey;
}

/** How a CRL differs from an empty one. */
export interface CrlOptions {
  readonly revoked?: readonly {
    readonly certificate: Certificate;
    readonly reason?: RevocationReason;
    readonly issuer?: Uint8Array;
  }[];
  readonly number?: number;
  readonly add?: readonly Extension[];
  readonly thisUpdate?: number;
  readonly nextUpdate?: number;
  /** Signed with the key of this name instead. */
  readonly signer?: TestKey;
  readonly name?: Uint8Array;
}

const merged = (usual: readonly Extension[], { add = [], without = [] }: Change): readonly Extension[] => [
  ...usual.filter((each) => !without.includes(each.oid) && !add.some((other) => other.oid === each.oid)),
  ...add,
];

const keys = new Map<string, TestKey>();

const keyNamed = (name: string): TestKey => {
  const found = keys.get(name) ?? newKey('ecdsa-sha256');
  keys.set(name, found);
  return found;
};

const makeCrl = async (issuer: Authority, options: CrlOptions): Promise<CrlIndex> => {
  const signer = options.signer ?? issuer.key;
  const writer = new RevokedWriter();
  for (const { certificate, reason, issuer: certificateIssuer } of options.revoked ?? [])
    writer.add({
      serial: certificate.serial,
      revokedAt: AT - 1000,
      ...(reason && { reason }),
      ...(certificateIssuer && { certificateIssuer }),
    });
  const bytes = await buildCrl(
    {
      algorithm: signer.algorithm,
      issuer: options.name ?? issuer.certificate.subject,
      thisUpdate: options.thisUpdate ?? AT - 3_600_000,
      nextUpdate: options.nextUpdate ?? AT + 3_600_000,
      entries: writer.entries(),
      extensions: [...identifiers(signer, signer).slice(1), crlNumber(options.number ?? 1), ...(options.add ?? [])],
    },
    signer.sign,
  );
  return indexCrl(parseCrl(bytes));
};

/** Makes a kit; serial numbers go up, so that certificates differ. */
export const kitOf = (): Kit => {
  let serial = 0;
  const make = async (
    name: string,
    issuer: Authority | undefined,
    usual: readonly Extension[],
    change: Change,
  ): Promise<Authority> => {
    const key = keyNamed(change.key ?? name);
    serial += 1;
    const all = [...usual, ...identifiers(key, issuer?.key ?? key)];
    const certificate = await issue({
      ...(issuer && { issuer }),
      key,
      serial,
      subject: change.subject ?? nameOf({ C: 'CN', O: 'Test', CN: name }),
      extensions: merged(all, change),
      ...(change.notBefore !== undefined && { notBefore: change.notBefore }),
      ...(change.notAfter !== undefined && { notAfter: change.notAfter }),
    });
    return { certificate, key };
  };
  const ca = [
    basicConstraints({ isCa: true, pathLength: undefined }),
    keyUsage(KEY_USAGE.keyCertSign | KEY_USAGE.cRLSign),
  ];
  return {
    root: (name = 'Root', change = {}) => make(name, undefined, ca, change),
    authority: (name, issuer, change = {}) => make(name, issuer, ca, change),
    end: async (issuer, change = {}) =>
      (await make('End', issuer, [keyUsage(KEY_USAGE.digitalSignature)], change)).certificate,
    crl: (issuer, options = {}) => makeCrl(issuer, options),
    key: keyNamed,
  };
};

/** The usual case: root, one authority, an end; each may differ. */
export const threeOf = async (kit: Kit, authority: Change = {}, end: Change = {}, root: Change = {}): Promise<Case> => {
  const top = await kit.root('Root', root);
  const middle = await kit.authority('CA', top, authority);
  return { anchor: top.certificate, certificate: await kit.end(middle, end), intermediates: [middle.certificate] };
};

/** Authorities one under the other below the root, an end below the last. */
export const chainOf = async (kit: Kit, changes: readonly Change[], end: Change = {}): Promise<Case> => {
  const root = await kit.root();
  let above = root;
  const intermediates: Certificate[] = [];
  for (const [at, change] of changes.entries()) {
    above = await kit.authority(`CA ${at}`, above, change);
    intermediates.push(above.certificate);
  }
  return { anchor: root.certificate, certificate: await kit.end(above, end), intermediates };
};

/** What the validator is asked in a case. */
export const inputOf = ({ anchor, certificate, intermediates, crls, input }: Case): PathInput => ({
  certificate,
  intermediates,
  anchors: [{ name: anchor.subject, publicKey: anchor.publicKey }],
  at: AT,
  ...(crls && { revocation: { mode: 'required', crls, ocsp: [] } }),
  ...input,
});

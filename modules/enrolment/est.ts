import { encodeDer, oid, seq, setOf } from '@chedun/asn1/der';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { isDomainError, type ActorRef } from '@chedun/kernel';
import { ATTRIBUTE, KEY, nameText, parseName, parseRequest, type Name } from '@chedun/x509';
import { certsOnly } from './certs-only.ts';
import { words, type Answered, type Asked } from './http-types.ts';

/** What EST stands on. */
export interface EstNeeds {
  readonly certificates: CertificatesAsks;
  readonly identity: Pick<IdentityAsks, 'authenticateToken'>;
}

interface Client extends ActorRef {
  readonly roles: readonly string[];
  /** Serial number of the certificate that the client came with. */
  readonly serial?: string;
}

const ISSUE = 'certificates.issue';
const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const LABEL = /^\/\.well-known\/est\/([a-z][a-z0-9-]{1,39})\.([a-z][a-z0-9-]{1,39})\/([a-z]+)$/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const BASIC = /^Basic ([A-Za-z0-9+/=]{1,1400})$/i;
const LINE = 76;

const wrapped = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('base64')
    .replaceAll(new RegExp(`.{1,${LINE}}`, 'g'), '$&\r\n');

const bag = (certificates: readonly Uint8Array[], type: string): Answered => ({
  status: 200,
  headers: { 'content-type': type, 'content-transfer-encoding': 'base64' },
  body: wrapped(certsOnly(certificates)),
});

/** Keys that requests should have (RFC 7030 4.5.2): which curves, which signatures. */
const csrAttributes = (): Uint8Array =>
  encodeDer(
    seq(
      seq(oid(KEY.ec), setOf(oid(KEY.sm2))),
      seq(oid(KEY.ec), setOf(oid(KEY.p256))),
      oid(SM2_WITH_SM3),
      oid(ECDSA_WITH_SHA256),
    ),
  );

const challenge = (): Answered => words(401, 'a token is needed', { 'www-authenticate': 'Basic realm="chedun est"' });

/** Who asks: an API token as password of HTTP Basic, or the owner of a valid certificate of ours in TLS. */
const clientOf = async ({ identity, certificates }: EstNeeds, asked: Asked): Promise<Client | undefined> => {
  const basic = BASIC.exec(asked.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const actor = await identity.authenticateToken(text.slice(text.indexOf(':') + 1), asked.ip);
    return actor !== undefined && actor.permissions.has(ISSUE) ? actor : undefined;
  }
  if (asked.clientCertificate === undefined) return undefined;
  const known = await certificates.known(asked.clientCertificate);
  if (known?.state !== 'valid') return undefined;
  const { serial, vin, device } = known;
  return { kind: 'token', id: serial, name: device ?? vin ?? serial, ip: asked.ip, roles: [], serial };
};

const attributeOf = (name: Name, type: string): string | null =>
  name.flat().find((each) => each.type === type)?.value ?? null;

const VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

/** The vehicle or device that a request is for: its common name, a VIN also in serialNumber. */
const boundBy = (csr: Uint8Array): { readonly vin: string | null; readonly device: string | null } => {
  const name = parseName(parseRequest(csr).subject);
  const [common, number] = [attributeOf(name, ATTRIBUTE.CN), attributeOf(name, ATTRIBUTE.serialNumber)];
  if (common !== null && VIN.test(common)) return { vin: common, device: null };
  return { vin: number !== null && VIN.test(number) ? number : null, device: common };
};

const requestIn = (asked: Asked): Uint8Array | undefined => {
  if (asked.contentType.split(';')[0] !== 'application/pkcs10') return undefined;
  const text = Buffer.from(asked.body).toString('latin1');
  return BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
};

interface Place {
  readonly authority: string;
  readonly profile: string;
  readonly operation: string;
}

const enrol = async (needs: EstNeeds, asked: Asked, place: Place): Promise<Answered> => {
  if (asked.method !== 'POST') return words(405, 'POST expected', { allow: 'POST' });
  const client = await clientOf(needs, asked);
  if (client === undefined) return challenge();
  const csr = requestIn(asked);
  if (csr === undefined) return words(400, 'application/pkcs10 in base64 expected');
  const { certificates } = needs;
  const { authority, profile } = place;
  if (place.operation === 'simplereenroll') {
    const subject = nameText(parseName(parseRequest(csr).subject));
    const serial = client.serial ?? (await certificates.newestOf(subject, profile));
    if (serial === undefined) return words(400, 'no certificate of this subject can be renewed');
    return bag((await certificates.renew(serial, csr, client)).der, 'application/pkcs7-mime; smime-type=certs-only');
  }
  // A certificate speaks for its own successor only.
  if (client.serial !== undefined) return words(403, 'a client certificate may only be renewed');
  const order = { authority, profile, csr, ...boundBy(csr) };
  return bag((await certificates.issue(order, client)).der, 'application/pkcs7-mime; smime-type=certs-only');
};

/** Enrolment over secure transport (RFC 7030). The label of the path is `AUTHORITY.PROFILE`. */
export const answerEst = async (needs: EstNeeds, asked: Asked): Promise<Answered> => {
  const [, authority = '', profile = '', operation = ''] = LABEL.exec(asked.path) ?? [];
  try {
    if (operation === 'cacerts' && asked.method === 'GET')
      return bag(await needs.certificates.chain(authority), 'application/pkcs7-mime');
    if (operation === 'csrattrs' && asked.method === 'GET')
      return {
        status: 200,
        headers: { 'content-type': 'application/csrattrs', 'content-transfer-encoding': 'base64' },
        body: wrapped(csrAttributes()),
      };
    if (operation === 'simpleenroll' || operation === 'simplereenroll')
      return await enrol(needs, asked, { authority, profile, operation });
    return words(404, 'no such operation of EST');
  } catch (error) {
    if (!isDomainError(error)) throw error;
    if (error.code === 'certificates.authority-unknown') return words(404, error.code);
    if (error.code === 'certificates.role-refused') return words(403, error.code);
    return words(400, `${error.code} ${String(error.detail.reason ?? '')}`.trim());
  }
};

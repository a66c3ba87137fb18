import type { CeremonyTranscript } from '@chedun/ceremony';
import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import {
  assembleSigned,
  encodeName,
  encodeTbsCertificate,
  nameOf,
  parseCertificate,
  parsePublicKey,
  serialText,
} from '@chedun/x509';
import { KEY_KIND, SIGNATURE, signWith, type OpenAuthority } from '../authorities.ts';
import type { Algorithm } from '../contract.ts';
import { authorityExtensions } from '../domain/extensions.ts';
import { sm3Of } from '../domain/proof.ts';
import { newSerial } from '../domain/serial.ts';
import type { SettingsBook } from '../settings.ts';

/** What making an authority stands on. */
export interface MakeNeeds {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly settings: SettingsBook;
}

const YEAR = 365.25 * 86_400_000;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What an authority is made of. */
export interface NewAuthority {
  readonly name: string;
  readonly title: string;
  readonly years: number;
  readonly organization: string;
  readonly algorithm: Algorithm;
}

const subjectOf = ({ title, organization }: NewAuthority): Uint8Array =>
  encodeName(nameOf({ C: 'CN', O: organization, CN: title }));

/** Makes the key of an authority and its certificate, signed by the parent or by itself. */
export const makeAuthority = async (
  needs: MakeNeeds,
  spec: NewAuthority,
  parent: OpenAuthority | undefined,
  log: CeremonyTranscript,
): Promise<OpenAuthority> => {
  const id = needs.newId();
  const keyName = `ca-${id}`;
  const info = await needs.keys.ensure(keyName, KEY_KIND[spec.algorithm]);
  const key = parsePublicKey(info.publicKey ?? new Uint8Array(0));
  log.say(`key made: ${info.id}, ${spec.algorithm}, SM3 of the public key ${hex(sm3Of(key.raw))}`);
  const notBefore = Math.floor(needs.clock.now() / 1000) * 1000;
  const end = notBefore + spec.years * YEAR - 1000;
  const base = (await needs.settings.get()).publicBase;
  const algorithm = SIGNATURE[parent?.algorithm ?? spec.algorithm];
  const subject = subjectOf(spec);
  const serial = newSerial(needs.randomBytes);
  const tbs = encodeTbsCertificate({
    serial,
    algorithm,
    issuer: parent?.certificate.subject ?? subject,
    subject,
    notBefore,
    notAfter: Math.min(end, parent?.certificate.notAfter ?? end),
    publicKey: key.raw,
    extensions: authorityExtensions(
      key,
      parent && { key: parent.certificate.publicKey, published: { base, name: parent.name } },
    ),
  });
  const signature = await signWith(needs.keys, parent?.keyName ?? keyName)(tbs);
  const certificate = parseCertificate(assembleSigned(tbs, algorithm, signature));
  const by = parent === undefined ? 'itself' : parent.name;
  log.say(
    `certificate of ${spec.name} signed by ${by}: serial ${serialText(serial)}, SM3 ${hex(sm3Of(certificate.raw))}`,
  );
  const kind = parent === undefined ? 'root' : 'issuing';
  const { name, title } = spec;
  return {
    id,
    name,
    title,
    kind,
    parent: parent?.id ?? null,
    algorithm: spec.algorithm,
    keyName,
    revoked: null,
    certificate,
  };
};

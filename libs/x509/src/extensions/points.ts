import { TAG, context, contextOf, explicit, implicit, namedBits, oid, primitive, seq } from '@chedun/asn1/der';
import type { Der, DerReader } from '@chedun/asn1/der';
import { extension, readList, readValue } from '../extension.ts';
import type { Extension, HasExtensions } from '../extension.ts';
import { generalNameDer, generalNamesDer, readGeneralName, readGeneralNames } from '../general-name.ts';
import type { GeneralName } from '../general-name.ts';
import { EXTENSION } from '../oids.ts';

/** One place of CRLs (RFC 5280 4.2.1.13). */
export interface DistributionPoint {
  readonly fullName: readonly GeneralName[] | undefined;
  /** nameRelativeToCRLIssuer as it stands, with its tag. */
  readonly relativeName: Uint8Array | undefined;
  /** Bits of ReasonFlags: 1 = unused, 2 = keyCompromise, 4 = cACompromise and so on; undefined = all reasons. */
  readonly reasons: number | undefined;
  readonly crlIssuer: readonly GeneralName[] | undefined;
}

/** IssuingDistributionPoint of a CRL (RFC 5280 5.2.5). */
export interface IssuingDistributionPoint {
  readonly fullName: readonly GeneralName[] | undefined;
  readonly relativeName: Uint8Array | undefined;
  readonly onlyUserCerts: boolean;
  readonly onlyCaCerts: boolean;
  readonly onlySomeReasons: number | undefined;
  readonly isIndirect: boolean;
  readonly onlyAttributeCerts: boolean;
}

/** One entry of AuthorityInfoAccess (RFC 5280 4.2.2.1). */
export interface AccessDescription {
  readonly method: string;
  readonly location: GeneralName;
}

const MAX_POINTS = 64;

interface PointName {
  readonly fullName: readonly GeneralName[] | undefined;
  readonly relativeName: Uint8Array | undefined;
}

const readPointName = (reader: DerReader): PointName => {
  const outer = reader.openIf(contextOf(0));
  if (outer < 0) return { fullName: undefined, relativeName: undefined };
  const isFull = reader.peek() === contextOf(0);
  const fullName = isFull ? readGeneralNames(reader, contextOf(0)) : undefined;
  const relativeName = isFull ? undefined : reader.element(contextOf(1));
  reader.close(outer);
  return { fullName, relativeName };
};

const readPoint = (reader: DerReader): DistributionPoint => {
  const outer = reader.open(TAG.sequence);
  const { fullName, relativeName } = readPointName(reader);
  const reasons = reader.peek() === context(1) ? reader.namedBits(context(1)) : undefined;
  const crlIssuer = reader.peek() === contextOf(2) ? readGeneralNames(reader, contextOf(2)) : undefined;
  reader.close(outer);
  return { fullName, relativeName, reasons, crlIssuer };
};

const readPoints = (reader: DerReader): readonly DistributionPoint[] => readList(reader, MAX_POINTS, readPoint);

/** Places of CRLs; undefined when absent. */
export const crlDistributionPointsOf = (from: HasExtensions): readonly DistributionPoint[] | undefined =>
  readValue(from, EXTENSION.crlDistributionPoints, readPoints);

/** Places of delta CRLs (RFC 5280 4.2.1.15, 5.2.6); undefined when absent. */
export const freshestCrlOf = (from: HasExtensions): readonly DistributionPoint[] | undefined =>
  readValue(from, EXTENSION.freshestCrl, readPoints);

const fullNameDer = (names: readonly GeneralName[] | undefined): Der | undefined =>
  names && explicit(0, implicit(0, generalNamesDer(names)));

const pointDer = (point: Partial<DistributionPoint>): Der =>
  seq(
    fullNameDer(point.fullName),
    point.reasons === undefined ? undefined : implicit(1, namedBits(point.reasons)),
    point.crlIssuer && implicit(2, generalNamesDer(point.crlIssuer)),
  );

/** Makes CRLDistributionPoints of full names. */
export const crlDistributionPoints = (points: readonly Partial<DistributionPoint>[]): Extension =>
  extension(EXTENSION.crlDistributionPoints, 'not-critical', seq(...points.map(pointDer)));

/** Makes FreshestCRL of full names. */
export const freshestCrl = (points: readonly Partial<DistributionPoint>[]): Extension =>
  extension(EXTENSION.freshestCrl, 'not-critical', seq(...points.map(pointDer)));

const flag = (reader: DerReader, number: number): boolean =>
  reader.peek() === context(number) && reader.boolean(context(number));

/** IssuingDistributionPoint of a CRL; undefined when absent. */
export const issuingDistributionPointOf = (from: HasExtensions): IssuingDistributionPoint | undefined =>
  readValue(from, EXTENSION.issuingDistributionPoint, (reader) => {
    const outer = reader.open(TAG.sequence);
    const name = readPointName(reader);
    const onlyUserCerts = flag(reader, 1);
    const onlyCaCerts = flag(reader, 2);
    const onlySomeReasons = reader.peek() === context(3) ? reader.namedBits(context(3)) : undefined;
    const isIndirect = flag(reader, 4);
    const onlyAttributeCerts = flag(reader, 5);
    reader.close(outer);
    return { ...name, onlyUserCerts, onlyCaCerts, onlySomeReasons, isIndirect, onlyAttributeCerts };
  });

const flagDer = (number: number, value: boolean | undefined): Der | undefined =>
  value === true ? primitive(context(number), Uint8Array.of(0xff)) : undefined;

/** Makes IssuingDistributionPoint, critical. */
export const issuingDistributionPoint = (point: Partial<IssuingDistributionPoint>): Extension =>
  extension(
    EXTENSION.issuingDistributionPoint,
    'critical',
    seq(
      fullNameDer(point.fullName),
      flagDer(1, point.onlyUserCerts),
      flagDer(2, point.onlyCaCerts),
      point.onlySomeReasons === undefined ? undefined : implicit(3, namedBits(point.onlySomeReasons)),
      flagDer(4, point.isIndirect),
      flagDer(5, point.onlyAttributeCerts),
    ),
  );

/** Where information of the authority is; undefined when absent. */
export const authorityInfoAccessOf = (from: HasExtensions): readonly AccessDescription[] | undefined =>
  readValue(from, EXTENSION.authorityInfoAccess, (reader) =>
    readList(reader, MAX_POINTS, (inner) => {
      const outer = inner.open(TAG.sequence);
      const method = inner.oid();
      const location = readGeneralName(inner);
      inner.close(outer);
      return { method, location };
    }),
  );

/** Makes AuthorityInfoAccess. */
export const authorityInfoAccess = (list: readonly AccessDescription[]): Extension =>
  extension(
    EXTENSION.authorityInfoAccess,
    'not-critical',
    seq(...list.map(({ method, location }) => seq(oid(method), generalNameDer(location)))),
  );

import type { Anchor, Crl, ListSource, ReportObservation, ReportState, TrustList } from './contract.ts';

interface Decidable {
  readonly status: TrustList['status'];
  readonly proposed_by: string;
  readonly proposed_name: string;
  readonly proposed_at: Date;
  readonly decided_name: string | null;
  readonly decided_at: Date | null;
}

/** A pinned certificate as it is kept. */
export interface AnchorTable extends Decidable {
  readonly id: string;
  readonly kind: Anchor['kind'];
  readonly id8: string;
  readonly name: string;
  readonly until: Date;
  readonly certificate: Buffer;
}

/** A list of trust as it is kept. */
export interface ListTable extends Decidable {
  readonly id: string;
  readonly kind: TrustList['kind'];
  readonly issuer: string;
  readonly issuer_name: string;
  readonly series: number;
  readonly issued: number;
  readonly issued_at: Date;
  readonly next_at: Date;
  readonly certificates: number;
  readonly sm3: string;
  readonly bytes: Buffer;
  readonly origin: TrustList['origin'];
}

/** A revocation list as it is kept. */
interface CrlTable {
  readonly id: string;
  readonly craca: string;
  readonly signer_name: string;
  readonly series: number;
  readonly kind: Crl['kind'];
  readonly issued_at: Date;
  readonly next_at: Date;
  readonly entries: number;
  readonly bytes: Buffer;
  readonly in_force: boolean;
  readonly imported_name: string;
  readonly imported_at: Date;
}

/** A misbehaviour report as it is kept. */
interface ReportTable {
  readonly id: string;
  readonly at: Date;
  readonly signer: string;
  readonly issuer: string;
  readonly linkage: string | null;
  readonly aid: number;
  readonly receiver: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly suspicion: number;
  readonly observations: readonly ReportObservation[];
  readonly related: readonly string[];
  readonly messages: number;
  readonly bytes: Buffer;
  readonly state: ReportState;
  readonly problem: string | null;
  readonly tries: number;
  readonly delivered_at: Date | null;
  readonly authority_id: string | null;
}

/** Tables of the module, by qualified name. */
export interface V2xTrustTables {
  readonly 'v2x_trust.reports': ReportTable;
  readonly 'v2x_trust.reporter': { readonly issuer: string; readonly certificate: Buffer; readonly until: Date };
  readonly 'v2x_trust.anchors': AnchorTable;
  readonly 'v2x_trust.lists': ListTable;
  readonly 'v2x_trust.crls': CrlTable;
  readonly 'v2x_trust.own_authority': {
    readonly name: string;
    readonly certificate: Buffer;
    readonly created_at: Date;
  };
  readonly 'v2x_trust.sources': {
    readonly id: string;
    readonly kind: ListSource['kind'];
    readonly url: string;
    readonly checked_at: Date | null;
    readonly problem: string | null;
  };
  readonly 'v2x_trust.minutes': { readonly at: Date; readonly verdict: string; readonly count: number };
  readonly 'v2x_trust.failures': {
    readonly id: string;
    readonly at: Date;
    readonly verdict: string;
    readonly security: string;
    readonly aid: number | null;
    readonly signer: string | null;
    readonly receiver: string;
    readonly lat: number | null;
    readonly lon: number | null;
    readonly spdu: Buffer;
  };
  readonly 'v2x_trust.road_certificates': {
    readonly id8: string;
    readonly name: string;
    readonly until: Date;
    readonly certificate: Buffer;
    readonly receiver: string;
    readonly heard_at: Date;
    readonly messages: number;
    readonly outside: number;
  };
}

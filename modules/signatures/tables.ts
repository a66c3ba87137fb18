import type { Algorithm, KeyOrigin, KeyStatus } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface SignatureTables {
  readonly 'signatures.vehicle_keys': {
    readonly vin: string;
    readonly algorithm: Algorithm;
    readonly spki: Buffer;
    readonly fingerprint: string;
    readonly chip_id: string;
    readonly origin: KeyOrigin;
    readonly status: KeyStatus;
    readonly created_at: Date;
    readonly changed_at: Date;
  };
}

import type { CipherAlgorithm } from './cipher-contract.ts';
import type { RefusalKind } from './refusal-contract.ts';
import type { BindingKind, BindingOrigin, BindingStatus, Listener, PolicyMode, Unbound } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface GatewayTables {
  readonly 'gateway.refusals': {
    readonly kind: RefusalKind;
    readonly value: string;
    readonly reason: string;
    readonly by_name: string;
    readonly since: Date;
  };
  readonly 'gateway.road_units': {
    readonly id: string;
    readonly title: string;
    readonly sender: string;
    readonly lat: number;
    readonly lon: number;
    readonly changed_at: Date;
  };
  readonly 'gateway.bindings': {
    readonly subject: string;
    readonly kind: BindingKind;
    readonly value: string;
    readonly status: BindingStatus;
    readonly origin: BindingOrigin;
    readonly created_at: Date;
    readonly changed_at: Date;
  };
  readonly 'gateway.policies': {
    readonly listener: Listener;
    readonly mode: PolicyMode;
    readonly unbound: Unbound;
    readonly changed_at: Date;
  };
  readonly 'gateway.cipher_keys': {
    readonly id: string;
    readonly title: string;
    readonly subject: string;
    readonly algorithm: CipherAlgorithm;
    /** Written as JSON text, read as a value. */
    readonly spec: unknown;
    readonly sealed: Buffer;
    readonly mark: string;
    readonly status: 'active' | 'withdrawn';
    readonly created_at: Date;
    readonly changed_at: Date;
  };
}

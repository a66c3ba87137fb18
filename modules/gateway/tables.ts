import type { BindingKind, BindingOrigin, BindingStatus, Listener, PolicyMode, Unbound } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface GatewayTables {
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
}

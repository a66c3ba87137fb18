import { gatewayPermissions, type GatewayAsks, type RefusalKind } from '@chedun/gateway/contract';
import type { Action, Probe } from './action.ts';
import { param } from './action.ts';

const probeOf =
  ({ standing }: GatewayAsks, kind: RefusalKind, name: string): Action['probe'] =>
  async (params): Promise<Probe> => {
    const value = param(params, name);
    const { isRefused, connections } = await standing(kind, value);
    return {
      isInForce: isRefused && connections === 0,
      proof: `gate: ${kind} ${value} ${isRefused ? 'refused' : 'admitted'}, ${connections} connections open`,
    };
  };

const keepOut = (gateway: GatewayAsks, kind: RefusalKind, name: string): Pick<Action, 'run' | 'probe' | 'undo'> => ({
  run: (params, reason, actor, alongside) =>
    gateway.refuse({ kind, value: param(params, name), reason }, actor, alongside),
  probe: probeOf(gateway, kind, name),
  undo: (params, _, actor, alongside) => gateway.readmit({ kind, value: param(params, name) }, actor, alongside),
});

/** Keeps addresses and vehicles out at the listeners. */
export const gatewayActions = (gateway: GatewayAsks): readonly Action[] => [
  {
    id: 'gateway.refuse-address',
    title: { zh: '在接入网关阻断来源地址', en: 'Keep a source address out at the gateway' },
    params: ['address'],
    permission: gatewayPermissions.contain,
    care: 'one-person',
    ...keepOut(gateway, 'address', 'address'),
  },
  {
    id: 'gateway.quarantine-vehicle',
    title: { zh: '隔离车辆接入（断开并拒绝其连接）', en: 'Quarantine a vehicle: close and refuse its connections' },
    params: ['vin'],
    permission: gatewayPermissions.contain,
    care: 'second-person',
    ...keepOut(gateway, 'subject', 'vin'),
  },
];

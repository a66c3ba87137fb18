import type { AppLayer } from '../app/host.ts';
import type { FlowState } from './state.ts';
import type { TcpSession } from './tcp.ts';

/** Why a flow ended: silence, too many flows, a new connection on the same ports, or the end of the capture. */
export type FlowReason = 'timeout' | 'forced' | 'tcp_reuse' | 'shutdown';

/** One flow. The fields of the key are those of its first packet (client first), turned once when that was an answer. */
export interface Flow {
  readonly id: number;
  readonly hash: number;
  readonly version: 4 | 6;
  readonly proto: number;
  readonly vlan: number;
  /** Address of the client and of the server as signed words, see `Packet`. */
  c0: number;
  c1: number;
  c2: number;
  c3: number;
  v0: number;
  v1: number;
  v2: number;
  v3: number;
  cport: number;
  vport: number;
  /** Type and code of the first packet of an ICMP flow. */
  readonly icmpType: number;
  readonly icmpCode: number;
  state: FlowState;
  startSeconds: number;
  startMicros: number;
  endSeconds: number;
  endMicros: number;
  packetsToServer: number;
  packetsToClient: number;
  bytesToServer: number;
  bytesToClient: number;
  /** Time of the last packet on the clock of the table, which never goes back. */
  seen: number;
  tcp: TcpSession | undefined;
  app: AppLayer | undefined;
  /** Addresses as text, once somebody asked. */
  clientText: string | undefined;
  serverText: string | undefined;
  /** Next flow of the same bucket. */
  chain: Flow | undefined;
  /** Neighbours in the list of flows with the same time-out, oldest first. */
  older: Flow | undefined;
  newer: Flow | undefined;
  /** Index of that list, -1 when in none. */
  list: number;
}

/** Exchanges client and server of a flow whose first packet turned out to be an answer. */
export const turnFlow = (flow: Flow): void => {
  [flow.c0, flow.v0] = [flow.v0, flow.c0];
  [flow.c1, flow.v1] = [flow.v1, flow.c1];
  [flow.c2, flow.v2] = [flow.v2, flow.c2];
  [flow.c3, flow.v3] = [flow.v3, flow.c3];
  [flow.clientText, flow.serverText] = [flow.serverText, flow.clientText];
  [flow.cport, flow.vport] = [flow.vport, flow.cport];
  [flow.packetsToServer, flow.packetsToClient] = [flow.packetsToClient, flow.packetsToServer];
  [flow.bytesToServer, flow.bytesToClient] = [flow.bytesToClient, flow.bytesToServer];
};

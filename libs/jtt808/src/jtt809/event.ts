import type { FieldValue, FrameEvent } from '../event.ts';
import { messageName809 } from './messages.ts';
import type { Packet809 } from './packet.ts';

/** Where a packet came from. */
export interface PacketMeta {
  readonly received: number;
  readonly srcIp: string;
  readonly srcPort: number;
}

type Fields = Record<string, FieldValue>;

const SHOWN = ['userId', 'downLinkIp', 'downLinkPort', 'result', 'reason', 'plateNo', 'plateColor', 'subId'] as const;
const snake = (name: string): string => name.replace(/([A-Z])/g, '_$1').toLowerCase();

/** Weak encryption and clear passwords are facts that hold for every such packet (JT/T 809 clause 4.5.3). */
const signalsOf = (packet: Packet809): readonly string[] => {
  const signals: string[] = [];
  if (packet.header.encrypted) signals.push('weak_encryption');
  if (packet.status === 'crc') signals.push('bad_checksum');
  if (packet.status === 'length' || packet.status === 'structure') signals.push('bad_structure');
  if (packet.status === 'unknown_message') signals.push('unknown_message');
  const isLogin = packet.header.messageId === 0x1001 && packet.body.kind === 'fields';
  if (isLogin && !packet.header.encrypted) signals.push('clear_password');
  return signals;
};

/** Events of one packet: the packet itself, then one per security signal with `jt809.signal`. No password is shown. */
export const toEvents809 = (packet: Packet809, meta: PacketMeta): readonly FrameEvent[] => {
  const { header, body } = packet;
  const time = header.time === undefined ? undefined : Number(header.time) * 1000;
  const base: Fields = {
    protocol: 'jtt809',
    cmd: messageName809(header.messageId),
    cmd_code: header.messageId,
    status: packet.status,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
    bytes: packet.wireBytes,
    'jt809.edition': header.edition,
    'jt809.serial': header.serial,
    'jt809.access_code': header.accessCode,
    'jt809.version': header.version,
    'jt809.encrypted': header.encrypted,
  };
  const fields = { ...base };
  if (time !== undefined) fields['clock_skew_s'] = (meta.received - time) / 1000;
  for (const name of SHOWN) {
    const value = body.kind === 'fields' ? body.values[name] : undefined;
    if (typeof value === 'string' || typeof value === 'number') fields[`jt809.${snake(name)}`] = value;
  }
  const signals = signalsOf(packet).map((signal) => ({ time, fields: { ...base, 'jt809.signal': signal } }));
  return [{ time, fields }, ...signals];
};

/** One decoded packet. The decoder fills the same object again and again, so whoever keeps something copies it. */
export interface Packet {
  /** The capture, or a reassembled datagram; all offsets count in it. */
  bytes: Uint8Array;
  /** 4, 6, or 0 when the frame carries no IP. */
  version: 0 | 4 | 6;
  /** Source and destination address as four signed 32-bit words; IPv4 uses the first word only. */
  s0: number;
  s1: number;
  s2: number;
  s3: number;
  d0: number;
  d1: number;
  d2: number;
  d3: number;
  /** IP protocol number of the layer above; -1 when there is none. */
  proto: number;
  /** Ports of TCP, UDP and SCTP; type and code of ICMP. */
  sport: number;
  dport: number;
  /** TCP flags byte, sequence and acknowledgement number (unsigned). */
  flags: number;
  seq: number;
  ack: number;
  /** Payload of the transport. */
  from: number;
  to: number;
  /** Outer VLAN id, -1 without tag. */
  vlan: number;
  /** Fragment: offset in bytes, whether more follow, identification and where the fragmentable part lies. */
  fragment: boolean;
  fragmentOffset: number;
  moreFragments: boolean;
  ident: number;
  /** Set when a header did not fit or contradicts itself. */
  fault: string | undefined;
}

/** A packet to hand to the decoder. */
export const emptyPacket = (): Packet => ({
  bytes: new Uint8Array(0),
  version: 0,
  s0: 0,
  s1: 0,
  s2: 0,
  s3: 0,
  d0: 0,
  d1: 0,
  d2: 0,
  d3: 0,
  proto: -1,
  sport: 0,
  dport: 0,
  flags: 0,
  seq: 0,
  ack: 0,
  from: 0,
  to: 0,
  vlan: -1,
  fragment: false,
  fragmentOffset: 0,
  moreFragments: false,
  ident: 0,
  fault: undefined,
});

/** IP protocol numbers that this library tells apart. */
export const PROTO = { ICMP: 1, TCP: 6, UDP: 17, ICMP6: 58, SCTP: 132 } as const;

/** Bits of the TCP flags byte. */
export const TCP = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 } as const;

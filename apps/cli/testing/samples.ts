/** A rule that matches `whoami` on Windows. */
export const RULE = `title: Whoami
id: 00000000-0000-4000-8000-000000000001
status: test
description: Somebody asks who he is
author: CheDun
date: 2026-11-23
level: low
tags:
  - attack.discovery
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\whoami.exe'
  condition: selection
`;

/** A Sysmon process creation as Windows JSON. */
export const processEvent = (image: string, at = '2026-11-23T01:00:00.000Z'): string =>
  JSON.stringify({
    '@timestamp': at,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID: 1,
    Computer: 'pc-1',
    Image: image,
  });

/** A GB/T 32960 heartbeat of 2016. */
export const HEARTBEAT = '232307fe314731424c353250375452313135353230010000d5';

const le32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32LE(value, at * 4));
  return bytes;
};

/** Ethernet, IPv4, UDP and a DNS query for a.example, type A. */
const DNS_PACKET = Buffer.from(
  '0200000000010200000000020800' +
    '450000370001000040110000c0000201c6336407' +
    '9c40003500230000' +
    '000101000001000000000000' +
    '0161076578616d706c650000010001',
  'hex',
);

/** A capture (pcap, microseconds) with one packet; cut at `bytes` when they are given. */
export const capture = (bytes = 1000): Buffer =>
  Buffer.concat([
    le32(0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1),
    le32(1_700_000_000, 0, DNS_PACKET.length, DNS_PACKET.length),
    DNS_PACKET,
  ]).subarray(0, bytes);

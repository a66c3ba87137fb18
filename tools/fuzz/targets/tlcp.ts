import { acceptTlcp, connectTlcp, TLCP_ERRORS, type TlcpConnection, type TlcpHandlers } from '@chedun/tlcp';
import { hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';

const AT = Date.UTC(2026, 0, 1);
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const record = (type: number, body: Uint8Array): Uint8Array =>
  joined(Uint8Array.of(type, 1, 1, body.length >> 8, body.length & 0xff), body);
const message = (kind: number, digits: string): Uint8Array => {
  const body = hexBytes(digits);
  return joined(Uint8Array.of(kind, 0, body.length >> 8, body.length & 0xff), body);
};

const HELLO = `0101 ${'11'.repeat(32)} 00 0004 e053 e013 01 00`;
const NAMED = `${HELLO} 0018 0000 0010 000e 00 000b 7473702e6578616d706c65 0010 0000`;
const CLIENT_CERTIFICATE = '000006 000003 300100';
const EXCHANGE = `0047 3045 0220 ${'12'.repeat(32)} 0221 00${'92'.repeat(32)}`;
const SERVER_HELLO = `0101 ${'22'.repeat(32)} 02 aabb e013 00`;
const SERVER_CERTIFICATES = '00000c 000003 300100 000003 300100';

const CLIENT_FLIGHT = joined(
  record(22, message(1, NAMED)),
  record(22, joined(message(11, CLIENT_CERTIFICATE), message(16, EXCHANGE))),
  record(20, Uint8Array.of(1)),
  record(22, hexBytes('aa'.repeat(80))),
);

/** Pushes everything, in two pieces, and holds a connection to its promises. */
const judge = (open: (handlers: TlcpHandlers) => TlcpConnection, bytes: Uint8Array): void => {
  const codes: string[] = [];
  let established = 0;
  const nothing = (): void => undefined;
  const connection = open({
    send: nothing,
    data: () => must(established === 1, 'no data before the handshake is over'),
    established: () => {
      established += 1;
    },
    ended: nothing,
    failed: ({ code }) => void codes.push(code),
  });
  connection.push(bytes.subarray(0, bytes.length >> 1));
  connection.push(bytes.subarray(bytes.length >> 1));
  connection.finish();
  must(codes.length === 1 && codes.every((code) => code in TLCP_ERRORS), 'a connection ends with one own error');
  must(established === 0, 'nobody gets in without the keys');
};

/** Both sides of TLCP before anything is proven. */
export const targets: readonly Target[] = [
  {
    name: 'tlcp-server',
    keep: 'libs/tlcp/testing/fuzz',
    codes: Object.keys(TLCP_ERRORS),
    seeds: [CLIENT_FLIGHT, record(22, message(1, HELLO)), record(21, hexBytes('0100')), record(23, new Uint8Array(3))],
    words: ['160101', '150101', '170101', '14010100 0101', '0b0000', '100000', '0f0000', 'e013', 'e053'].map(hexBytes),
    run: (bytes) =>
      judge(
        (handlers) =>
          acceptTlcp(
            {
              signCertificate: hexBytes('300100'),
              encryptCertificate: hexBytes('300100'),
              sign: () => new Uint8Array(70),
              decrypt: (ciphertext) => ciphertext.subarray(0, 48),
              clients: { mode: 'optional', trust: { anchors: [] } },
              random,
            },
            AT,
            handlers,
          ),
        bytes,
      ),
  },
  {
    name: 'tlcp-client',
    keep: 'libs/tlcp/testing/fuzz',
    codes: Object.keys(TLCP_ERRORS),
    seeds: [
      joined(record(22, message(2, SERVER_HELLO)), record(22, message(11, SERVER_CERTIFICATES))),
      record(22, joined(message(0, ''), message(2, SERVER_HELLO), message(11, SERVER_CERTIFICATES))),
      record(21, hexBytes('0228')),
    ],
    words: ['160101', '150101', '14010100 0101', '0b0000', '0c0000', '0d0000', '0e000000'].map(hexBytes),
    run: (bytes) => judge((handlers) => connectTlcp({ trust: { anchors: [] }, random }, AT, handlers), bytes),
  },
];

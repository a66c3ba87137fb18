import { answerReader, buildClientHello, GROUP, keyShare, TLS_PROBE_ERRORS } from '@chedun/tls-probe';
import { certificates, extension, flight13, message, record, serverHello } from '@chedun/tls-probe/testing';
import { hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';

const share = keyShare(GROUP.x25519, new Uint8Array(48).fill(1));
const hello = buildClientHello({
  protocol: 'tls13',
  suites: [0x1301],
  random: new Uint8Array(32).fill(2),
  shares: [share],
});

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const flight = (version: number, suite: number, ...rest: readonly Uint8Array[]): Uint8Array =>
  record(
    22,
    version,
    joined(
      serverHello(version, suite, [extension(0xff01, [0])]),
      certificates(hexBytes('30030201 05')),
      ...rest,
      message(14),
    ),
  );

/** Reader of what servers of TLS and TLCP answer. */
export const targets: readonly Target[] = [
  {
    name: 'tls-answer',
    keep: 'libs/tls-probe/testing/fuzz',
    codes: Object.keys(TLS_PROBE_ERRORS),
    seeds: [
      flight(
        0x0303,
        0xc02f,
        message(12, hexBytes('03001d 02 aabb 0403 0002 ccdd')),
        message(13, hexBytes('0101 0002 0403 0000')),
      ),
      flight(0x0302, 0x0033, message(12, hexBytes('0002 ffff 0001 02 0001 03 0002 ccdd'))),
      flight(0x0101, 0xe013, message(12, hexBytes('0002 ccdd'))),
      record(21, 0x0303, hexBytes('0228')),
      flight13({
        suite: 0x1301,
        clientHello: hello.message,
        client: share,
        server: keyShare(GROUP.x25519, new Uint8Array(48).fill(3)),
        certificate: hexBytes('30030201 05'),
        asksClient: true,
      }),
    ],
    words: ['1603', '1503', '1703', '020000', '0b0000', '0d0000', '0e000000', '002b', '0033', '0101'].map(hexBytes),
    run: (bytes) => {
      const reader = answerReader(hello.message, [share]);
      reader.push(bytes);
      const { complete, hello: answered, certificates: shown } = reader.answer();
      must(!complete || answered !== undefined, 'a flight that is complete has a ServerHello');
      must(shown.length <= 16, 'certificates are bounded');
    },
  },
];

import type { Direction } from '../../flow/direction.ts';
import type { AppHost, AppParser } from '../host.ts';
import { ja3, ja4 } from '../tls/fingerprints.ts';
import { readClientHello } from '../tls/hello.ts';
import { joinPieces, openInitial } from './initial.ts';
import type { CryptoPiece } from './initial.ts';

const MAX_HELLO = 16_384;
const MAX_PIECES = 256;
const MAX_DATAGRAMS = 16;
const CLIENT_HELLO = 1;

/**
 * Parser of QUIC: opens the Initial packets of the client and records its ClientHello as one `quic` record a flow with
 * `sni`, `ja3` and `ja4`. Gives up after 16 datagrams of the client.
 */
export const quicParser = (host: AppHost): AppParser => {
  const pieces: CryptoPiece[] = [];
  let connection: Uint8Array | undefined;
  let datagrams = 0;
  let done = false;
  const tryHello = (version: number): void => {
    const message = joinPieces(pieces, MAX_HELLO);
    const hello = message && message[0] === CLIENT_HELLO ? readClientHello(message.subarray(4)) : undefined;
    if (hello === undefined) return;
    done = true;
    const quic = {
      version: version === 1 ? '1' : version.toString(16),
      ...(hello.sni === undefined ? {} : { sni: hello.sni }),
      ...(hello.alpn.length === 0 ? {} : { client_alpns: hello.alpn }),
      ja3: ja3(hello),
      ja4: ja4(hello, 'q'),
    };
    host.record('quic', { quic }, 0);
  };
  const data = (direction: Direction, bytes: Uint8Array): void => {
    if (direction === 1 || done) return;
    datagrams += 1;
    if (datagrams > MAX_DATAGRAMS) done = true;
    const packet = openInitial(bytes) ?? (connection && openInitial(bytes, connection));
    if (packet === undefined) return;
    connection ??= packet.connection.slice();
    if (pieces.length + packet.pieces.length > MAX_PIECES) done = true;
    else pieces.push(...packet.pieces);
    tryHello(packet.version);
  };
  return { data, gap: () => undefined, end: () => undefined, done: () => done };
};

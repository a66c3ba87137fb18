import { encryptWith, isPrivateKey, sm3, type RandomBytes } from '@chedun/gm';
import { join, sameSecret, u16 } from './bytes.ts';
import { Channel, type Role, type TlcpConnection, type TlcpHandlers } from './channel.ts';
import { TlcpError } from './errors.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { readServerHello, writeClientHello, type ServerHello } from './hello.ts';
import {
  readCertificateRequest,
  readCertificates,
  readNothing,
  readSignature,
  signedParameters,
  writeCertificates,
  writeKeyExchange,
  writeSignature,
} from './messages.ts';
import { ALERT, ALL_SUITES, ECDSA_SIGN, HANDSHAKE, suiteOf, SUITES, TLCP_VERSION, type SuiteName } from './names.ts';
import { whenDone, type Soon } from './operation.ts';
import { isSignedWith, judgeServer, NOBODY, type PeerTrust, type TlcpPeer } from './peer.ts';
import { connectionKeys, MASTER_BYTES, masterSecret, verifyData, type Randoms, type WriteKeys } from './prf.ts';
import { helloRandom } from './random.ts';
import { recordCipher } from './record-cipher.ts';
import { sessionKey, type SessionCache, type TlcpSession } from './sessions.ts';

/** Whom a client wants to speak to, and how it proves itself. */
export interface TlcpClientOptions {
  readonly trust: PeerTrust;
  /** Host name or address that both certificates of the server have to be for; without it names are not looked at. */
  readonly host?: string;
  /** DNS name that is sent, for servers that have several names (unverified: GM/T 0024-2023). Default none. */
  readonly serverName?: string;
  /** What is shown to a server that asks: certificates, DER, and SM2 with SM3 over a message with the first one's key. */
  readonly identity?: {
    readonly certificates: readonly Uint8Array[];
    readonly sign: (message: Uint8Array) => Soon<Uint8Array>;
  };
  readonly suites?: readonly SuiteName[];
  /** Remembers sessions under `sessionKey`, which has to stand for the server and for `trust`. */
  readonly sessions?: { readonly cache: SessionCache; readonly key: string };
  readonly random: RandomBytes;
}

type State = 'hello' | 'certificate' | 'signature' | 'request' | 'done' | 'change' | 'finished' | 'over';

const NOTHING: Uint8Array = new Uint8Array(0);

class ClientHandshake implements Role {
  readonly #channel: Channel;
  readonly #options: TlcpClientOptions;
  readonly #at: number;
  readonly #offered: TlcpSession | undefined;
  #state: State = 'hello';
  #suite: SuiteName = 'ECC_SM4_GCM_SM3';
  #randoms: Randoms;
  #sessionId = NOTHING;
  #isResumed = false;
  #isAsked = false;
  #peer: TlcpPeer = NOBODY;
  #certificates: readonly Uint8Array[] = [];
  #master = NOTHING;
  #keys: { readonly client: WriteKeys; readonly server: WriteKeys } | undefined;

  constructor(channel: Channel, options: TlcpClientOptions, at: number) {
    this.#channel = channel;
    this.#options = options;
    this.#at = at;
    const { sessions, suites = ALL_SUITES } = options;
    const known = sessions?.cache.find(sessions.key, at);
    this.#offered = known !== undefined && suites.includes(known.suite) ? known : undefined;
    this.#randoms = { client: helloRandom(options.random, at), server: NOTHING };
  }

  /** Says the first message. */
  begin(): void {
    const { suites = ALL_SUITES, serverName } = this.#options;
    const hello = {
      version: TLCP_VERSION,
      random: this.#randoms.client,
      sessionId: this.#offered?.id ?? NOTHING,
      suites: suites.map((name) => SUITES[name]),
      compressions: [0],
      serverName,
    };
    this.#channel.say(HANDSHAKE.clientHello, writeClientHello(hello));
    this.#channel.flush();
  }

  message({ kind, body }: HandshakeMessage): void | Promise<void> {
    const state = this.#state;
    if (state === 'hello' && kind === HANDSHAKE.serverHello) return this.#hello(readServerHello(body));
    if (state === 'certificate' && kind === HANDSHAKE.certificate) return this.#certificate(readCertificates(body));
    if (state === 'signature' && kind === HANDSHAKE.serverKeyExchange) return this.#signature(readSignature(body));
    if (state === 'request' && kind === HANDSHAKE.certificateRequest) return this.#request(body);
    if ((state === 'request' || state === 'done') && kind === HANDSHAKE.serverHelloDone) {
      readNothing(body);
      return this.#answer();
    }
    if (state === 'finished' && kind === HANDSHAKE.finished) return this.#finished(body);
    throw new TlcpError('tlcp.unexpected', `handshake message ${kind} instead of ${state}`);
  }

  changeCipherSpec(): void {
    if (this.#state !== 'change')
      throw new TlcpError('tlcp.unexpected', `a change of ciphers instead of ${this.#state}`);
    this.#channel.protectReads(recordCipher(this.#suite, this.#agreed().server, this.#options.random));
    this.#state = 'finished';
  }

  #agreed(): { readonly client: WriteKeys; readonly server: WriteKeys } {
    return (this.#keys ??= connectionKeys(this.#suite, this.#master, this.#randoms));
  }

  #hello(hello: ServerHello): void {
    const { suites = ALL_SUITES } = this.#options;
    if (hello.version !== TLCP_VERSION) throw new TlcpError('tlcp.version', `the server wants ${hello.version}`);
    const suite = suiteOf(hello.suite);
    if (suite === undefined || !suites.includes(suite) || hello.compression !== 0)
      throw new TlcpError('tlcp.no-suite', 'the server chose what was not offered', { alert: ALERT.illegalParameter });
    this.#suite = suite;
    this.#randoms = { ...this.#randoms, server: Uint8Array.from(hello.random) };
    this.#sessionId = Uint8Array.from(hello.sessionId);
    this.#state = 'certificate';
    const offered = this.#offered;
    if (offered === undefined || sessionKey(offered.id) !== sessionKey(hello.sessionId)) return;
    if (offered.suite !== suite)
      throw new TlcpError('tlcp.no-suite', 'another suite than that of the session', { alert: ALERT.illegalParameter });
    this.#isResumed = true;
    this.#peer = offered.peer;
    this.#master = offered.master;
    this.#state = 'change';
  }

  #certificate(ders: readonly Uint8Array[]): void {
    const { trust, host } = this.#options;
    this.#peer = judgeServer(ders, trust, host, this.#at);
    this.#certificates = ders;
    this.#state = 'signature';
  }

  #signature(signature: Uint8Array): void {
    const { certificate } = this.#peer;
    const message = signedParameters(this.#randoms.client, this.#randoms.server, this.#certificates[1] ?? NOTHING);
    if (certificate === undefined || !isSignedWith(certificate, message, signature))
      throw new TlcpError('tlcp.bad-signature', 'the server does not hold the key of its certificate');
    this.#state = 'request';
  }

  #request(body: Uint8Array): void {
    const { types } = readCertificateRequest(body);
    this.#isAsked = true;
    if (!types.includes(ECDSA_SIGN) && this.#options.identity !== undefined)
      throw new TlcpError('tlcp.certificate', 'the server takes no certificates with SM2', {
        alert: ALERT.unsupportedCertificate,
      });
    this.#state = 'done';
  }

  #answer(): void | Promise<void> {
    const { identity, random } = this.#options;
    if (this.#isAsked)
      this.#channel.say(HANDSHAKE.certificate, writeCertificates(identity === undefined ? [] : identity.certificates));
    const premaster = join(u16(TLCP_VERSION), random(MASTER_BYTES - 2));
    this.#channel.say(HANDSHAKE.clientKeyExchange, writeKeyExchange(this.#encrypted(premaster)));
    this.#master = masterSecret(premaster, this.#randoms);
    if (!this.#isAsked || identity === undefined) return this.#conclude();
    const digest = sm3(this.#channel.transcript());
    return whenDone(
      () => identity.sign(digest),
      (signature) => {
        this.#channel.say(HANDSHAKE.certificateVerify, writeSignature(signature));
        this.#conclude();
      },
      () => {
        throw new TlcpError('tlcp.key', 'the key that signs gave no signature');
      },
    );
  }

  #encrypted(premaster: Uint8Array): Uint8Array {
    const key = this.#peer.encryption?.publicKey.key ?? NOTHING;
    try {
      for (;;) {
        const k = this.#options.random(32);
        const ciphertext = isPrivateKey(k) ? encryptWith(k, key, premaster, 'asn1') : undefined;
        if (ciphertext !== undefined) return ciphertext;
      }
    } catch {
      throw new TlcpError('tlcp.certificate', 'the key for encryption is no point of the curve');
    }
  }

  #conclude(): void {
    this.#sayFinished();
    this.#channel.flush();
    this.#state = 'change';
  }

  #sayFinished(): void {
    const data = verifyData('client', this.#master, this.#channel.transcript());
    this.#channel.protectWrites(recordCipher(this.#suite, this.#agreed().client, this.#options.random));
    this.#channel.say(HANDSHAKE.finished, data);
  }

  #finished(body: Uint8Array): void {
    const wanted = verifyData('server', this.#master, this.#channel.transcript(1));
    if (!sameSecret(wanted, body)) throw new TlcpError('tlcp.bad-finished', 'the digest of the server is another one');
    this.#state = 'over';
    if (this.#isResumed) this.#sayFinished();
    else this.#keep();
    this.#channel.open({
      suite: this.#suite,
      isResumed: this.#isResumed,
      peer: this.#peer,
      serverName: this.#options.serverName,
      sessionId: this.#sessionId,
    });
  }

  #keep(): void {
    const [id, suite, master, peer, at] = [this.#sessionId, this.#suite, this.#master, this.#peer, this.#at];
    const { sessions } = this.#options;
    if (id.length > 0) sessions?.cache.keep(sessions.key, { id, suite, master, peer, at });
  }
}

/**
 * The client's side of one connection, at a time in milliseconds since 1970; says the first message at once. A server is
 * refused unless both its certificates lead to a trusted root. Software SM2, SM3 and SM4 are no certified cryptographic
 * product.
 */
export const connectTlcp = (options: TlcpClientOptions, at: number, handlers: TlcpHandlers): TlcpConnection => {
  const begun: ClientHandshake[] = [];
  const channel = new Channel(handlers, (made) => {
    const role = new ClientHandshake(made, options, at);
    begun.push(role);
    return role;
  });
  begun.forEach((role) => role.begin());
  return channel;
};

import { sm3, type RandomBytes } from '@chedun/gm';
import { sameSecret } from './bytes.ts';
import { Channel, type Role, type TlcpConnection, type TlcpHandlers } from './channel.ts';
import { TlcpError } from './errors.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { readClientHello, writeServerHello, type ClientHello } from './hello.ts';
import {
  readCertificates,
  readKeyExchange,
  readSignature,
  signedParameters,
  writeCertificateRequest,
  writeCertificates,
  writeSignature,
} from './messages.ts';
import { ALERT, ALL_SUITES, ECDSA_SIGN, HANDSHAKE, SUITES, TLCP_VERSION, type SuiteName } from './names.ts';
import { whenDone, type Soon } from './operation.ts';
import { isSignedWith, judgeClient, NOBODY, type PeerTrust, type TlcpPeer } from './peer.ts';
import { connectionKeys, MASTER_BYTES, masterSecret, verifyData, type Randoms, type WriteKeys } from './prf.ts';
import { helloRandom } from './random.ts';
import { recordCipher } from './record-cipher.ts';
import { sessionKey, type SessionCache, type TlcpSession } from './sessions.ts';

/** How a server proves itself, and whom it lets in. Private keys stay outside. */
export interface TlcpServerOptions {
  /** Certificate whose key signs, DER. */
  readonly signCertificate: Uint8Array;
  /** Certificate whose key decrypts, DER. */
  readonly encryptCertificate: Uint8Array;
  /** Authorities between these and the root, DER. */
  readonly chain?: readonly Uint8Array[];
  /** SM2 with SM3 under the default identity over a message, with the key of `signCertificate`; DER. */
  readonly sign: (message: Uint8Array) => Soon<Uint8Array>;
  /** Decrypts an SM2 ciphertext (ASN.1 of GM/T 0009) with the key of `encryptCertificate`; fails for one that is none. */
  readonly decrypt: (ciphertext: Uint8Array) => Soon<Uint8Array>;
  /** Suites that are spoken, the most wanted first; default both, GCM first. */
  readonly suites?: readonly SuiteName[];
  /** Asks clients for a certificate; `required` turns those away that have none that is trusted. */
  readonly clients?: { readonly mode: 'optional' | 'required'; readonly trust: PeerTrust };
  /** Without it no session is taken up again. Belongs to these options alone: it remembers whom they let in. */
  readonly sessions?: SessionCache;
  readonly random: RandomBytes;
}

type State = 'hello' | 'certificate' | 'exchange' | 'verify' | 'change' | 'finished' | 'over';

const SESSION_ID_BYTES = 32;
const NO_SESSION: Uint8Array = new Uint8Array(0);

class ServerHandshake implements Role {
  readonly #channel: Channel;
  readonly #options: TlcpServerOptions;
  readonly #at: number;
  #state: State = 'hello';
  #suite: SuiteName = 'ECC_SM4_GCM_SM3';
  #randoms: Randoms = { client: NO_SESSION, server: NO_SESSION };
  #serverName: string | undefined;
  #sessionId = NO_SESSION;
  #resumed: TlcpSession | undefined;
  #peer: TlcpPeer = NOBODY;
  #master = NO_SESSION;
  #keys: { readonly client: WriteKeys; readonly server: WriteKeys } | undefined;

  constructor(channel: Channel, options: TlcpServerOptions, at: number) {
    this.#channel = channel;
    this.#options = options;
    this.#at = at;
  }

  message({ kind, body }: HandshakeMessage): void | Promise<void> {
    const state = this.#state;
    if (state === 'hello' && kind === HANDSHAKE.clientHello) return this.#hello(readClientHello(body));
    if (state === 'certificate' && kind === HANDSHAKE.certificate) return this.#certificate(readCertificates(body));
    if (state === 'exchange' && kind === HANDSHAKE.clientKeyExchange) return this.#exchange(readKeyExchange(body));
    if (state === 'verify' && kind === HANDSHAKE.certificateVerify) return this.#verify(readSignature(body));
    if (state === 'finished' && kind === HANDSHAKE.finished) return this.#finished(body);
    throw new TlcpError('tlcp.unexpected', `handshake message ${kind} instead of ${state}`);
  }

  changeCipherSpec(): void {
    if (this.#state !== 'change')
      throw new TlcpError('tlcp.unexpected', `a change of ciphers instead of ${this.#state}`);
    this.#channel.protectReads(recordCipher(this.#suite, this.#agreed().client, this.#options.random));
    this.#state = 'finished';
  }

  #agreed(): { readonly client: WriteKeys; readonly server: WriteKeys } {
    return (this.#keys ??= connectionKeys(this.#suite, this.#master, this.#randoms));
  }

  #hello(hello: ClientHello): void | Promise<void> {
    const { random, suites = ALL_SUITES } = this.#options;
    if (hello.version !== TLCP_VERSION) throw new TlcpError('tlcp.version', `the client wants ${hello.version}`);
    const suite = suites.find((each) => hello.suites.includes(SUITES[each]));
    if (suite === undefined || !hello.compressions.includes(0))
      throw new TlcpError('tlcp.no-suite', 'no suite of the client is spoken here');
    this.#randoms = { client: Uint8Array.from(hello.random), server: helloRandom(random, this.#at) };
    this.#serverName = hello.serverName;
    const session = this.#sessionOf(hello, suites);
    if (session !== undefined) return this.#resume(session);
    this.#suite = suite;
    if (this.#options.sessions !== undefined) this.#sessionId = random(SESSION_ID_BYTES);
    const { signCertificate, encryptCertificate, chain = [] } = this.#options;
    this.#sayHello();
    this.#channel.say(HANDSHAKE.certificate, writeCertificates([signCertificate, encryptCertificate, ...chain]));
    const message = signedParameters(this.#randoms.client, this.#randoms.server, encryptCertificate);
    return whenDone(
      () => this.#options.sign(message),
      (signature) => this.#sayRest(signature),
      () => {
        throw new TlcpError('tlcp.key', 'the key that signs gave no signature');
      },
    );
  }

  #sayHello(): void {
    const hello = {
      version: TLCP_VERSION,
      random: this.#randoms.server,
      sessionId: this.#sessionId,
      suite: SUITES[this.#suite],
      compression: 0,
    };
    this.#channel.say(HANDSHAKE.serverHello, writeServerHello(hello));
  }

  #sayRest(signature: Uint8Array): void {
    const { clients } = this.#options;
    this.#channel.say(HANDSHAKE.serverKeyExchange, writeSignature(signature));
    if (clients !== undefined) {
      const authorities = clients.trust.anchors.map(({ name }) => name);
      this.#channel.say(HANDSHAKE.certificateRequest, writeCertificateRequest({ types: [ECDSA_SIGN], authorities }));
    }
    this.#channel.say(HANDSHAKE.serverHelloDone, new Uint8Array(0));
    this.#channel.flush();
    this.#state = clients === undefined ? 'exchange' : 'certificate';
  }

  /** A session that may be taken up again: what let the client in then still does. */
  #sessionOf(hello: ClientHello, suites: readonly SuiteName[]): TlcpSession | undefined {
    const { sessions, clients } = this.#options;
    if (hello.sessionId.length === 0) return undefined;
    const session = sessions?.find(sessionKey(hello.sessionId), this.#at);
    if (session === undefined || !suites.includes(session.suite)) return undefined;
    if (!hello.suites.includes(SUITES[session.suite])) return undefined;
    if (clients?.mode === 'required' && !session.peer.isTrusted) return undefined;
    const { certificate } = session.peer;
    return certificate === undefined || certificate.notAfter >= this.#at ? session : undefined;
  }

  #resume(session: TlcpSession): void {
    this.#resumed = session;
    this.#suite = session.suite;
    this.#sessionId = session.id;
    this.#peer = session.peer;
    this.#master = session.master;
    this.#sayHello();
    this.#sayFinished();
    this.#channel.flush();
    this.#state = 'change';
  }

  #sayFinished(): void {
    const data = verifyData('server', this.#master, this.#channel.transcript());
    this.#channel.protectWrites(recordCipher(this.#suite, this.#agreed().server, this.#options.random));
    this.#channel.say(HANDSHAKE.finished, data);
  }

  #certificate(ders: readonly Uint8Array[]): void {
    const { clients } = this.#options;
    if (clients === undefined) throw new TlcpError('tlcp.unexpected', 'a certificate that was not asked for');
    if (ders.length > 0) this.#peer = judgeClient(ders, clients.trust, clients.mode, this.#at);
    else if (clients.mode === 'required')
      throw new TlcpError('tlcp.no-certificate', 'the client showed no certificate', { alert: ALERT.handshakeFailure });
    this.#state = 'exchange';
  }

  #exchange(ciphertext: Uint8Array): void | Promise<void> {
    // Whatever is wrong with the secret, the handshake goes on with another one and ends at Finished (RFC 5246, 7.4.7.1).
    const other = this.#options.random(MASTER_BYTES);
    return whenDone(
      () => this.#options.decrypt(ciphertext),
      (plain) => {
        const isRight =
          plain.length === MASTER_BYTES && plain[0] === TLCP_VERSION >> 8 && plain[1] === TLCP_VERSION % 256;
        this.#master = masterSecret(isRight ? plain : other, this.#randoms);
        this.#state = this.#peer.certificate === undefined ? 'change' : 'verify';
      },
      () => other,
    );
  }

  #verify(signature: Uint8Array): void {
    const { certificate } = this.#peer;
    const digest = sm3(this.#channel.transcript(1));
    if (certificate === undefined || !isSignedWith(certificate, digest, signature))
      throw new TlcpError('tlcp.bad-signature', 'the client does not hold the key of its certificate');
    this.#state = 'change';
  }

  #finished(body: Uint8Array): void {
    const wanted = verifyData('client', this.#master, this.#channel.transcript(1));
    if (!sameSecret(wanted, body)) throw new TlcpError('tlcp.bad-finished', 'the digest of the client is another one');
    this.#state = 'over';
    if (this.#resumed === undefined) {
      this.#sayFinished();
      this.#keep();
    }
    this.#channel.open({
      suite: this.#suite,
      isResumed: this.#resumed !== undefined,
      peer: this.#peer,
      serverName: this.#serverName,
      sessionId: this.#sessionId,
    });
  }

  #keep(): void {
    const [id, suite, master, peer, at] = [this.#sessionId, this.#suite, this.#master, this.#peer, this.#at];
    if (id.length > 0) this.#options.sessions?.keep(sessionKey(id), { id, suite, master, peer, at });
  }
}

/**
 * The server's side of one connection, at a time in milliseconds since 1970. The suites are ECC_SM4_GCM_SM3 and
 * ECC_SM4_CBC_SM3 of GB/T 38636-2020. Software SM2, SM3 and SM4 are no certified cryptographic product.
 */
export const acceptTlcp = (options: TlcpServerOptions, at: number, handlers: TlcpHandlers): TlcpConnection =>
  new Channel(handlers, (channel) => new ServerHandshake(channel, options, at));

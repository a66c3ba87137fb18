import { concat, hex } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { hmacSm3, sm3 } from '../hash/sm3.ts';
import { decrypt, encryptWith } from '../sm2/encrypt.ts';
import { exchangeKeys, type Exchanged } from '../sm2/exchange.ts';
import { sm2Digest, sm2Z } from '../sm2/identity.ts';
import { multiplyBase } from '../sm2/points.ts';
import { publicKeyOf, sign, signDigestWith } from '../sm2/sign.ts';
import { verify } from '../sm2/verify.ts';
import { sm4EcbDecrypt, sm4EcbEncrypt } from '../sm4/block.ts';
import { sm4CcmDecrypt, sm4CcmEncrypt } from '../sm4/ccm.ts';
import { sm4GcmDecrypt, sm4GcmEncrypt } from '../sm4/gcm.ts';
import { ANSWERS, EXAMPLE, type SelfTestAnswers, type SelfTestName } from './answers.ts';

export type { SelfTestAnswers } from './answers.ts';

type Result = Uint8Array | boolean | string | undefined;

const of = (name: keyof typeof EXAMPLE): Uint8Array => hex(EXAMPLE[name]);
const answer = (name: SelfTestName): Uint8Array => hex(ANSWERS[name]);
const aead = { aad: hex(EXAMPLE.sm4Aad) };
const changed = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));

/** Code of the error that is thrown. */
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'no error';
  } catch (error) {
    return error instanceof GmError ? error.code : String(error);
  }
};

const exchange = (role: 'initiator' | 'responder'): Exchanged => {
  const [own, peer] =
    role === 'initiator' ? (['initiator', 'responder'] as const) : (['responder', 'initiator'] as const);
  return exchangeKeys({
    role,
    privateKey: of(own),
    ephemeralPrivateKey: of(`${own}Ephemeral`),
    peerPublicKey: publicKeyOf(of(peer)),
    peerEphemeralKey: publicKeyOf(of(`${peer}Ephemeral`)),
    length: 16,
  });
};

const CHECKS: Readonly<Record<SelfTestName, () => Result>> = {
  'sm3-abc': () => sm3(hex('616263')),
  'sm3-64-bytes': () => sm3(hex('61626364'.repeat(16))),
  'hmac-sm3': () => hmacSm3(of('hmacKey'), of('hmacText')),
  'sm4-ecb': () => sm4EcbEncrypt(of('sm4Key'), of('sm4Key'), 'none'),
  'sm4-ecb-back': () => sm4EcbDecrypt(of('sm4Key'), answer('sm4-ecb'), 'none'),
  'sm4-gcm': () => sm4GcmEncrypt(of('sm4Key'), of('sm4Nonce'), of('sm4Text'), aead),
  'sm4-gcm-changed': () => codeOf(() => sm4GcmDecrypt(of('sm4Key'), of('sm4Nonce'), changed(answer('sm4-gcm')), aead)),
  'sm4-ccm': () => sm4CcmEncrypt(of('sm4Key'), of('sm4Nonce'), of('sm4Text'), aead),
  'sm4-ccm-changed': () => codeOf(() => sm4CcmDecrypt(of('sm4Key'), of('sm4Nonce'), changed(answer('sm4-ccm')), aead)),
  'sm2-public-key': () => publicKeyOf(of('privateKey')),
  // the key of the example is public, so the engine may have it
  'sm2-public-key-engine': () => multiplyBase(of('privateKey')),
  'sm2-z': () => sm2Z(answer('sm2-public-key')),
  'sm2-e': () => sm2Digest(answer('sm2-z'), of('message')),
  'sm2-sign-given-k': () => signDigestWith(of('privateKey'), answer('sm2-e'), of('k'), of('initiator')),
  'sm2-verify-example': () => verify(answer('sm2-public-key'), of('message'), answer('sm2-sign-given-k')),
  'sm2-verify-changed': () => verify(answer('sm2-public-key'), changed(of('message')), answer('sm2-sign-given-k')),
  'sm2-sign-openssl': () => verify(answer('sm2-public-key'), of('message'), sign(of('privateKey'), of('message'))),
  'sm2-sign-other-identity': () =>
    verify(answer('sm2-public-key'), of('message'), sign(of('privateKey'), of('message'), of('k'))),
  'sm2-encrypt-given-k': () => encryptWith(of('k'), answer('sm2-public-key'), of('text'), 'c1c3c2'),
  'sm2-decrypt': () => decrypt(of('privateKey'), answer('sm2-encrypt-given-k'), 'c1c3c2'),
  'sm2-exchange': () => exchange('initiator').key,
  'sm2-exchange-responder': () => exchange('responder').key,
  'sm2-exchange-confirmations': () => {
    const { responderConfirmation, initiatorConfirmation } = exchange('initiator');
    return concat(responderConfirmation, initiatorConfirmation);
  },
};

const text = (result: Result): string =>
  result instanceof Uint8Array ? Buffer.from(result).toString('hex') : String(result);

const shown = (run: () => Result): string => {
  try {
    return text(run());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/**
 * Known-answer test of every algorithm, over the examples of the standards (GB/T 32905, 32907, 32918.5, RFC 8998, GM/T
 * 0042), some hundredths of a second. node:crypto promises nowhere how it treats SM2 keys, so a server runs this at its
 * start and does not go on when it throws `gm.self-test` (its reason names the check). `answers` is for tests that show
 * that it can fail. It proves that the software computes right; it is no certificate of a crypto product (GM/T 0028).
 */
export const selfTest = (answers: SelfTestAnswers = ANSWERS): void => {
  for (const [name, run] of Object.entries(CHECKS)) {
    const got = shown(run);
    if (got !== answers[name]) throw new GmError('gm.self-test', `${name} gives ${got} instead of ${answers[name]}`);
  }
};

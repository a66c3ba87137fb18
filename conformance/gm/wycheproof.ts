import { hmacSm3, sm4CcmDecrypt, sm4CcmEncrypt, sm4GcmDecrypt, sm4GcmEncrypt, type AeadOptions } from '@chedun/gm';
import { bytesOf, expectRefusal, expectText, hexOf, skipped, type Outcome } from './outcome.ts';

interface Test {
  readonly tcId: number;
  readonly key: string;
  readonly iv?: string;
  readonly aad?: string;
  readonly msg: string;
  readonly ct?: string;
  readonly tag: string;
  readonly result: string;
}

interface TestFile {
  readonly algorithm: string;
  readonly testGroups: readonly { readonly tagSize: number; readonly tests: readonly Test[] }[];
}

type Aead = (key: Uint8Array, nonce: Uint8Array, text: Uint8Array, options: AeadOptions) => Uint8Array;

const AEADS: Readonly<Record<string, { readonly encrypt: Aead; readonly decrypt: Aead }>> = {
  'SM4-GCM': { encrypt: sm4GcmEncrypt, decrypt: sm4GcmDecrypt },
  'SM4-CCM': { encrypt: sm4CcmEncrypt, decrypt: sm4CcmDecrypt },
};

const aeadCase = (algorithm: string, name: string, test: Test, tagLength: number): Outcome => {
  const aead = AEADS[algorithm];
  if (aead === undefined) return skipped(`${algorithm} is no mode of the library`);
  const [key, iv] = [bytesOf(test.key), bytesOf(test.iv ?? '')];
  const options = { aad: bytesOf(test.aad ?? ''), tagLength };
  const sealed = `${test.ct ?? ''}${test.tag}`;
  const opened = (): Uint8Array => aead.decrypt(key, iv, bytesOf(sealed), options);
  if (test.result === 'invalid') return expectRefusal(name, ['gm.tag', 'gm.length'], opened);
  return expectText(
    name,
    `${sealed} ${test.msg}`,
    () => `${hexOf(aead.encrypt(key, iv, bytesOf(test.msg), options))} ${hexOf(opened())}`,
  );
};

const macCase = (name: string, test: Test, tagLength: number): Outcome => {
  const tag = hexOf(hmacSm3(bytesOf(test.key), bytesOf(test.msg)).subarray(0, tagLength));
  return expectText(name, test.result === 'invalid' ? 'false' : 'true', () => tag === test.tag);
};

const caseOf = (algorithm: string, name: string, test: Test, tagSize: number): Outcome => {
  if (test.result === 'acceptable') return skipped('either answer is acceptable');
  if (algorithm === 'HMACSM3') return macCase(name, test, tagSize / 8);
  return aeadCase(algorithm, name, test, tagSize / 8);
};

/** Runs all tests of a Wycheproof file. */
export const wycheproofCases = (file: string, text: string): readonly Outcome[] => {
  const { algorithm, testGroups } = JSON.parse(text) as TestFile;
  return testGroups.flatMap(({ tagSize, tests }) =>
    tests.map((test) => caseOf(algorithm, `${file} test ${test.tcId}`, test, tagSize)),
  );
};

const HASHES: Readonly<Record<string, string>> = {
  SM3: 'SM3',
  SHA: 'SHA-1',
  SHA256: 'SHA-256',
  SHA384: 'SHA-384',
  MD5: 'MD5',
};
/** TLCP's ECC is SM2 for key exchange and signature; TLS's names are kept. */
const TLCP_EXCHANGES: Readonly<Record<string, readonly string[]>> = {
  ECC: ['SM2'],
  ECDHE: ['SM2'],
  IBC: ['SM9'],
  IBSDH: ['SM9'],
  RSA: ['RSA'],
};

const exchangeOf = (text: string): readonly string[] =>
  text.split('_').filter((part) => part !== 'EXPORT' && part !== 'anon');

/** `AES_128_GCM` becomes `AES-128-GCM`; nothing without encryption. */
const cipherOf = (text: string): readonly string[] =>
  text === '' || text === 'NULL' ? [] : [text.replaceAll('_', '-').replace('3DES-EDE', '3DES')];

/**
 * The algorithms that the name of a cipher suite stands for: key exchange, signature, cipher, hash. Takes IANA names without
 * the prefix `TLS_` and those of GB/T 38636-2020; suites of TLS 1.3 (RFC 8446 B.4) name no key exchange. Never throws.
 */
export const suiteAlgorithms = (name: string): readonly string[] => {
  const [before, after] = name.includes('_WITH_') ? name.split('_WITH_') : ['', name];
  const tlcp = /^(ECC|ECDHE|IBC|IBSDH|RSA)_(SM4_.+)$/.exec(after ?? '');
  const exchange = tlcp === null ? exchangeOf(before ?? '') : (TLCP_EXCHANGES[tlcp[1] ?? ''] ?? []);
  const rest = tlcp?.[2] ?? after ?? '';
  const at = rest.lastIndexOf('_');
  const hash = HASHES[rest.slice(at + 1)];
  const cipher = cipherOf(hash === undefined ? rest : rest.slice(0, Math.max(at, 0)));
  return [...new Set([...exchange, ...cipher, ...(hash === undefined ? [] : [hash])])].filter((part) => part !== '');
};

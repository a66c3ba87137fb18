/** Values of `primitive` that are used here (CycloneDX 1.6, algorithmProperties). */
export type Primitive =
  | 'block-cipher'
  | 'stream-cipher'
  | 'signature'
  | 'hash'
  | 'mac'
  | 'pke'
  | 'key-agree'
  | 'ae'
  | 'unknown';

/** Values of `cryptoFunctions` that are used here. */
export type CryptoFunction = 'encrypt' | 'decrypt' | 'digest' | 'tag' | 'keyderive' | 'sign' | 'verify';

/** `algorithmProperties` of a component of type cryptographic-asset. */
export interface AlgorithmProperties {
  readonly primitive: Primitive;
  /** Size of the key or digest in bits, or the name of the hash of a signature or MAC. */
  readonly parameterSetIdentifier?: string;
  readonly curve?: string;
  readonly mode?: 'cbc' | 'ecb' | 'ccm' | 'gcm' | 'cfb' | 'ofb' | 'ctr';
  readonly padding?: 'pkcs1v15' | 'oaep' | 'other';
  readonly cryptoFunctions?: readonly CryptoFunction[];
  /** Bits. */
  readonly classicalSecurityLevel?: number;
  /** Category of NIST, 0 to 6. */
  readonly nistQuantumSecurityLevel?: number;
}

/** What the name of an algorithm tells. */
export interface AlgorithmDescription {
  readonly algorithmProperties: AlgorithmProperties;
  /** Object identifier, where the name stands for one. */
  readonly oid?: string;
}

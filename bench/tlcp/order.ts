/** Certificates and keys of a run, base64 of DER. */
export interface Material {
  readonly sign: string;
  readonly signKey: string;
  readonly encrypt: string;
  readonly encryptKey: string;
  /** Time at which certificates are judged, milliseconds since 1970. */
  readonly at: number;
}

/** What a server process is told to serve. */
export type Order =
  | {
      readonly kind: 'tlcp';
      readonly material: Material;
      /** Who multiplies by the private number: OpenSSL (the default of the library), or the engine in WebAssembly. */
      readonly engine: 'openssl' | 'wasm';
    }
  | { readonly kind: 'tls'; readonly cert: string; readonly key: string; readonly protocol: 'TLSv1.2' };

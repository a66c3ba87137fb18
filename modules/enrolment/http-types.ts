/** A request as the protocols see it: bounded, with its body read. */
export interface Asked {
  readonly method: string;
  /** Path without query, percent signs decoded where they are right. */
  readonly path: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: Uint8Array;
  readonly ip: string;
  /** Certificate that the client proved to own in TLS, DER; undefined without TLS or without one. */
  readonly clientCertificate: Uint8Array | undefined;
}

/** An answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** A short answer in words; nothing of the inside goes out. */
export const words = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answered => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${text}\n`,
});

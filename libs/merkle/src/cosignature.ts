const TIME_BYTES = 8;

/** What a witness signs: the text of a checkpoint with the time (C2SP tlog-cosignature). `seconds` since 1970. */
export const cosignedText = (text: string, seconds: number): string => `cosignature/v1\ntime ${seconds}\n${text}`;

/** Bytes of a cosignature: time, then the signature. */
export const formatCosignature = (seconds: number, signature: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(TIME_BYTES + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
  bytes.set(signature, TIME_BYTES);
  return bytes;
};

/** Reads the bytes of a cosignature; undefined when they are too short or the time is none. */
export const parseCosignature = (
  bytes: Uint8Array,
): { readonly seconds: number; readonly signature: Uint8Array } | undefined => {
  if (bytes.length <= TIME_BYTES) return undefined;
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0));
  if (!Number.isSafeInteger(seconds)) return undefined;
  return { seconds, signature: bytes.subarray(TIME_BYTES) };
};

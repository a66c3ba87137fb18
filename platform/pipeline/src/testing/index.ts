/** A decoder for tests of stages: each line of a frame is a record of JSON. */
export const lineDecoder = new URL('./line-decoder.ts', import.meta.url);

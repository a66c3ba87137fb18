/** Mixes two 32 bit numbers into one (multiply, rotate, xor); for tables of what was seen, not against forgery. */
export const mix = (left: number, right: number): number => {
  let state = Math.imul(left ^ 0x9e3779b9, 0x85ebca6b);
  state = (state << 13) | (state >>> 19);
  state = Math.imul(state ^ right, 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};

/** 32 bit number for a payload, its length included. */
export const fingerprint = (data: Uint8Array): number => {
  let state = data.length;
  for (const byte of data) state = mix(state, byte);
  return state;
};

/** Payloads in a row that make a run. */
export const RUN = 8;

/** Gives a number for the last {@link RUN} payloads with each payload; undefined until there are so many. */
export const createRuns = (): { readonly push: (print: number) => number | undefined } => {
  const ring = new Uint32Array(RUN);
  let count = 0;
  return {
    push: (print) => {
      ring[count % RUN] = print;
      count += 1;
      if (count < RUN) return undefined;
      let run = 0;
      for (let at = 0; at < RUN; at += 1) run = mix(run, ring[(count + at) % RUN] ?? 0);
      return run;
    },
  };
};

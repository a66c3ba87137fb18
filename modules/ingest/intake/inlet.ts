/** Parts of one upload on their way into a reader that takes them when it wants to. */
export interface Inlet {
  readonly push: (bytes: Uint8Array, last: boolean) => void;
  /** Ends the reader with an error after what it already took. */
  readonly fail: (error: Error) => void;
  readonly parts: () => AsyncGenerator<Uint8Array>;
}

/** Opens an inlet; `onTaken` hears of each part when the reader asks for the next one. */
export const openInlet = (onTaken: (bytes: number) => void): Inlet => {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  return {
    push: (bytes, last) => {
      if (bytes.length > 0) waiting.push(bytes);
      ended ||= last;
      wake();
    },
    fail: (error) => {
      failure = error;
      wake();
    },
    parts: async function* () {
      for (;;) {
        if (failure) throw failure;
        const part = waiting.shift();
        if (part) {
          yield part;
          onTaken(part.length);
        } else if (ended) return;
        else
          await new Promise<void>((done) => {
            wake = done;
          });
      }
    },
  };
};

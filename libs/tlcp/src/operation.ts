/** An answer at once, or one that takes its time, as from a crypto device. */
export type Soon<T> = T | Promise<T>;

/** Goes on with an answer when it is there: at once when it is; `otherwise` stands in for a failure of `work`. */
export const whenDone = <T>(
  work: () => Soon<T>,
  next: (value: T) => void,
  otherwise: (error: unknown) => T,
): void | Promise<void> => {
  let value: Soon<T>;
  try {
    value = work();
  } catch (error) {
    value = otherwise(error);
  }
  return value instanceof Promise ? later(value, next, otherwise) : next(value);
};

const later = async <T>(
  coming: Promise<T>,
  next: (value: T) => void,
  otherwise: (error: unknown) => T,
): Promise<void> => {
  let value: T;
  try {
    value = await coming;
  } catch (error) {
    value = otherwise(error);
  }
  next(value);
};

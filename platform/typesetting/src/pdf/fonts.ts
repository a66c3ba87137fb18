import { createRequire } from 'node:module';

/** The family is `Source Han Sans` to the compiler, which reads `CN` as the width of a face. */
const WEIGHTS = ['Regular', 'Bold'];

/** Files of the fonts that are shipped. */
export const fontFiles = (): readonly string[] => {
  const { resolve } = createRequire(import.meta.url);
  return WEIGHTS.map((weight) => resolve(`source-han-sans-cn/SourceHanSansCN-${weight}.otf`));
};

/** Steps of the first-use wizard. */
export const SETUP_STEPS = ['code', 'operator', 'administrators'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** The step at which a refusal can be mended: the server looks at everything only when the last step is sent. */
export const stepToMend = (problem: {
  readonly code: string;
  readonly place: readonly (readonly [string, string])[];
  readonly fields: readonly { readonly field: string }[];
}): SetupStep => {
  if (problem.code === 'identity.wrong-setup-code') return 'code';
  const named = [...problem.fields.map(({ field }) => field), ...problem.place.map(([, value]) => value)];
  if (named.some((field) => field === 'code')) return 'code';
  const isOperator = named.some((field) => /operator|name|password/i.test(field));
  return isOperator || /password|name/.test(problem.code) ? 'operator' : 'administrators';
};

/** Replaces `__name__:value` by the value of the variable; a variable without value stays as it is written. */
export const filledText = (text: string, values: Readonly<Record<string, string | null>>): string =>
  text.replaceAll(/(__[A-Za-z_][\w-]{0,199}?__):value/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );

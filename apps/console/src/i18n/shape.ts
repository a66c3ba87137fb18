/** The same tree of keys with any texts: what every language must fill. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

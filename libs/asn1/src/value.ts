import type {
  BitsType,
  BooleanType,
  ChoiceType,
  EnumeratedType,
  IntegerType,
  ListType,
  NullType,
  OctetsType,
  Optional,
  SequenceType,
  TextType,
  Type,
} from './types.ts';

/** BIT STRING as text of 0 and 1, bit 0 first. */
export interface Bits {
  readonly bits: string;
}

/** OCTET STRING as lower-case hex. */
export interface Octets {
  readonly octets: string;
}

/** ENUMERATED number behind the extension marker that the schema has no name for; 0 = first addition. */
export interface UnknownName {
  readonly $addition: number;
}

/** CHOICE alternative behind the extension marker that the schema does not know: index (0 = first addition) and hex. */
export interface UnknownAlternative {
  readonly $unknown: { readonly index: number; readonly octets: string };
}

/** Extension additions of a SEQUENCE that the schema does not know, in order, as hex; null = absent. */
export interface UnknownAdditions {
  readonly $additions?: readonly (string | null)[];
}

/** Any value of any type. JSON, so that it can be stored and compared as it is. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [field: string]: Value };

type Need<F> = { [K in keyof F]: F[K] extends Optional ? never : K }[keyof F];
type Free<F> = { [K in keyof F]: F[K] extends Optional ? K : never }[keyof F];
type Inner<T> = T extends Optional<infer I> ? I : T;
type FieldsOf<F> = { readonly [K in Need<F>]: ValueOf<F[K]> } & { readonly [K in Free<F>]?: ValueOf<Inner<F[K]>> };
type AddedOf<A> = { readonly [K in keyof A]?: ValueOf<Inner<A[K]>> };
type OneOf<O> = { [K in keyof O]: { readonly [P in K]: ValueOf<O[K]> } }[keyof O];

/** The TypeScript type of the values of an ASN.1 type. */
export type ValueOf<T> = T extends IntegerType
  ? number
  : T extends BooleanType
    ? boolean
    : T extends NullType
      ? null
      : T extends EnumeratedType<infer Name>
        ? Name | UnknownName
        : T extends BitsType
          ? Bits
          : T extends OctetsType
            ? Octets
            : T extends TextType
              ? string
              : T extends ListType<infer Of>
                ? readonly ValueOf<Of>[]
                : T extends SequenceType<infer F, infer A>
                  ? FieldsOf<F> & AddedOf<A> & UnknownAdditions
                  : T extends ChoiceType<infer O>
                    ? OneOf<O> | UnknownAlternative
                    : T extends Type
                      ? Value
                      : never;

/** SIZE constraint; `max` undefined = no upper bound. */
export interface Size {
  readonly min: number;
  readonly max: number | undefined;
  readonly extensible: boolean;
}

/** INTEGER; both bounds, the lower only, or none. */
export interface IntegerType {
  readonly kind: 'integer';
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly extensible: boolean;
}

/** BOOLEAN. */
export interface BooleanType {
  readonly kind: 'boolean';
}

/** NULL. */
export interface NullType {
  readonly kind: 'null';
}

/** ENUMERATED; `numbers` counts root names first, then additions. */
export interface EnumeratedType<Name extends string = string> {
  readonly kind: 'enumerated';
  readonly names: readonly Name[];
  readonly additions: readonly Name[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly extensible: boolean;
}

/** BIT STRING. */
export interface BitsType {
  readonly kind: 'bits';
  readonly size: Size;
}

/** OCTET STRING. */
export interface OctetsType {
  readonly kind: 'octets';
  readonly size: Size;
}

/** IA5String (7 bits a character) or UTF8String. */
export interface TextType {
  readonly kind: 'text';
  readonly alphabet: 'ia5' | 'utf8';
  readonly size: Size;
}

/** SEQUENCE OF. */
export interface ListType<T extends Type = Type> {
  readonly kind: 'list';
  readonly of: T;
  readonly size: Size;
}

/** A field of a SEQUENCE that may be absent. */
export interface Optional<T extends Type = Type> {
  readonly kind: 'optional';
  readonly of: T;
}

/** Fields of a SEQUENCE in order. */
export type Fields = Readonly<Record<string, Type | Optional>>;

/** Alternatives of a CHOICE in order. */
export type Options = Readonly<Record<string, Type>>;

/** One field or alternative as the codecs walk it. */
export interface Member {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
}

/** SEQUENCE. */
export interface SequenceType<F extends Fields = Fields, A extends Fields = Fields> {
  readonly kind: 'sequence';
  readonly fields: F;
  readonly added: A;
  readonly members: readonly Member[];
  readonly additions: readonly Member[];
  readonly names: ReadonlySet<string>;
  /** How many root fields are OPTIONAL. */
  readonly optionals: number;
  readonly extensible: boolean;
}

/** CHOICE; `numbers` counts root alternatives first, then additions. */
export interface ChoiceType<O extends Options = Options> {
  readonly kind: 'choice';
  readonly options: O;
  readonly members: readonly Member[];
  readonly additions: readonly Member[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly extensible: boolean;
}

/** A type looked up late. */
export interface ReferenceType {
  readonly kind: 'reference';
  readonly to: () => Type;
}

/** Every ASN.1 type that the codecs of this library walk. Build them with the functions of `schema.ts`. */
export type Type =
  | IntegerType
  | BooleanType
  | NullType
  | EnumeratedType
  | BitsType
  | OctetsType
  | TextType
  | ListType
  | SequenceType
  | ChoiceType
  | ReferenceType;

import type { BackMatter, Link, Metadata, Property } from './metadata.ts';

/** `part` of a control: a statement, an objective, guidance. */
export interface Part {
  readonly id?: string;
  readonly name: string;
  readonly ns?: string;
  readonly title?: string;
  readonly props?: readonly Property[];
  readonly prose?: string;
  readonly parts?: readonly Part[];
}

export interface Control {
  readonly id: string;
  readonly class?: string;
  readonly title: string;
  readonly props?: readonly Property[];
  readonly links?: readonly Link[];
  readonly parts?: readonly Part[];
}

export interface Group {
  readonly id?: string;
  readonly class?: string;
  readonly title: string;
  readonly groups?: readonly Group[];
  readonly controls?: readonly Control[];
}

/** Model `catalog`. */
export interface Catalog {
  readonly catalog: {
    readonly uuid: string;
    readonly metadata: Metadata;
    readonly groups?: readonly Group[];
    readonly controls?: readonly Control[];
    readonly 'back-matter'?: BackMatter;
  };
}

/** Model `profile`: a choice of the controls of a catalog. */
export interface Profile {
  readonly profile: {
    readonly uuid: string;
    readonly metadata: Metadata;
    readonly imports: readonly {
      readonly href: string;
      readonly 'include-controls': readonly { readonly 'with-ids': readonly string[] }[];
    }[];
    readonly merge: { readonly 'as-is': true };
    readonly 'back-matter'?: BackMatter;
  };
}

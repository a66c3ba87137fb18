/** Parts that every OSCAL 1.2.1 model shares, written from the JSON schemas of the release. Only what we build. */

/** `property`: `name` is a token, `ns` a URI, `value` one line. */
export interface Property {
  readonly name: string;
  readonly ns?: string;
  readonly value: string;
  readonly class?: string;
  readonly remarks?: string;
}

/** `link`: `href` is a URI reference; `#uuid` names a resource of the back matter. */
export interface Link {
  readonly href: string;
  readonly rel?: string;
  readonly text?: string;
}

/** `party`: somebody who is named in the document. */
export interface Party {
  readonly uuid: string;
  readonly type: 'organization' | 'person';
  readonly name: string;
}

export interface Role {
  readonly id: string;
  readonly title: string;
}

export interface ResponsibleParty {
  readonly 'role-id': string;
  readonly 'party-uuids': readonly string[];
}

export interface Metadata {
  readonly title: string;
  readonly 'last-modified': string;
  readonly version: string;
  readonly 'oscal-version': string;
  readonly props?: readonly Property[];
  readonly roles?: readonly Role[];
  readonly parties?: readonly Party[];
  readonly 'responsible-parties'?: readonly ResponsibleParty[];
  readonly remarks?: string;
}

/** `resource` of the back matter. */
export interface Resource {
  readonly uuid: string;
  readonly title?: string;
  readonly description?: string;
  readonly props?: readonly Property[];
  readonly rlinks?: readonly { readonly href: string; readonly 'media-type'?: string }[];
}

export interface BackMatter {
  readonly resources?: readonly Resource[];
}

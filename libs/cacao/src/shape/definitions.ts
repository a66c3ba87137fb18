import { UUID, type Fields, type Rule } from './rule.ts';

/** Names of variables (section 10.18.2). */
const VARIABLE_NAME: RegExp = /^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/;
/** Shortest forms of the rules that come often. */
export const text: Rule = { kind: 'text' };
export const flag: Rule = { kind: 'flag' };
export const id: Rule = { kind: 'id' };
export const time: Rule = { kind: 'time' };
const texts: Rule = { kind: 'list', of: text };
const named: Rule = { kind: 'list', of: text, min: 1 };
export const oneOf = (...values: readonly string[]): Rule => ({ kind: 'one-of', values });

/** Extensions (section 10.9): identifiers of extension definitions, each with an object. */
export const extensions: Rule = {
  kind: 'map',
  keys: new RegExp(`^extension-definition--${UUID}$`),
  of: { kind: 'map', keys: /(?:)/, of: { kind: 'any' } },
  min: 1,
};

/** External reference (section 10.8). */
export const externalReference: Rule = {
  kind: 'object',
  fields: { name: text, description: text, source: text, url: text, external_id: text, reference_id: text },
  needs: ['name'],
};

/** Variable (section 10.18). */
export const variables: Rule = {
  kind: 'map',
  keys: VARIABLE_NAME,
  of: {
    kind: 'object',
    fields: {
      type: text,
      description: text,
      value: { kind: 'nullable', of: text },
      constant: flag,
      external: flag,
    },
    needs: ['type'],
  },
};

const REGIONS = oneOf(
  ...'africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean central-america latin-america-caribbean northern-america south-america asia central-asia eastern-asia southern-asia south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe western-europe oceania antarctica australia-new-zealand melanesia micronesia polynesia'.split(
    ' ',
  ),
);
const location: Rule = {
  kind: 'object',
  fields: {
    ...Object.fromEntries(
      'name description building_details network_details country administrative_area city street_address postal_code latitude longitude precision'
        .split(' ')
        .map((name) => [name, text] as const),
    ),
    region: REGIONS,
  },
};
const CONTACT_KEY = /^[a-zA-Z0-9_-]{0,250}$/;
const contact: Rule = {
  kind: 'object',
  fields: {
    email: { kind: 'map', keys: CONTACT_KEY, of: text },
    phone: { kind: 'map', keys: CONTACT_KEY, of: text },
    contact_details: text,
  },
};

const pattern = (regex: RegExp, what: string): Rule => ({ kind: 'pattern', pattern: regex, what });
const OCTETS = /(?:\b25[0-5]|\b2[0-4]\d|\b[01]?\d\d?)(?:\.(?:25[0-5]|2[0-4]\d|[01]?\d\d?)){3}$/;
const address = (vlan: 'whole' | 'real'): Rule => ({
  kind: 'object',
  fields: {
    url: { kind: 'list', of: pattern(/\S{2}\.[a-z]{2,6}\b/, 'URL') },
    l2mac: { kind: 'list', of: pattern(/^[a-fA-F0-9]{2}(?::[a-fA-F0-9]{2}){5}$/, 'MAC address') },
    ipv4: { kind: 'list', of: pattern(OCTETS, 'IPv4 address') },
    ipv6: { kind: 'list', of: pattern(/(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|::|[0-9a-fA-F]:$/, 'IPv6 address') },
    vlan: { kind: 'list', of: { kind: 'number', whole: vlan, min: 0, max: 4095 } },
    dname: texts,
  },
});

const base: Fields = { name: text, description: text, location, agent_target_extensions: extensions };
const actor = (type: string, fields: Fields, needs: readonly string[] = []): Rule => ({
  kind: 'object',
  fields: { ...base, type: oneOf(type), ...fields },
  needs: ['type', 'name', ...needs],
});
const machine = (type: string, vlan: 'whole' | 'real', fields: Fields = {}): Rule =>
  actor(type, { address: address(vlan), authentication_info: id, category: named, ...fields }, ['address']);

/** Agents and targets (section 7) by their type. */
export const agentTargets: Readonly<Record<string, Rule>> = {
  group: actor('group', { contact }),
  individual: actor('individual', { contact }),
  organization: actor('organization', { contact }),
  location: actor('location', { logical: named }),
  sector: actor('sector', { sector: text }, ['sector']),
  'security-category': actor('security-category', { category: named }, ['category']),
  'http-api': machine('http-api', 'whole', { port: text }),
  ssh: machine('ssh', 'whole', { port: text }),
  linux: machine('linux', 'real', { port: text }),
  'net-address': machine('net-address', 'real'),
};

const secret = (type: string, fields: Fields, needs: readonly string[] = []): Rule => ({
  kind: 'object',
  fields: {
    type: oneOf(type),
    name: text,
    description: text,
    authentication_info_extensions: extensions,
    kms: flag,
    kms_key_identifier: text,
    ...fields,
  },
  needs: ['type', ...needs],
});
/** Authentication information (section 6) by its type. */
export const authentications: Readonly<Record<string, Rule>> = {
  'http-basic': secret('http-basic', { user_id: text, password: text }),
  oauth2: secret('oauth2', { oauth_header: text, token: text }, ['oauth_header', 'token']),
  'user-auth': secret('user-auth', { username: text, password: text }),
};

const marking = (type: string, fields: Fields, needs: readonly string[]): Rule => ({
  kind: 'object',
  fields: {
    type: oneOf(type),
    id,
    name: text,
    description: text,
    created_by: id,
    created: time,
    revoked: flag,
    valid_from: time,
    valid_until: time,
    labels: named,
    external_references: { kind: 'list', of: externalReference, min: 1 },
    marking_extensions: extensions,
    ...fields,
  },
  needs: ['type', 'id', 'created_by', 'created', ...needs],
});
const IEP =
  'name description tlp encrypt_in_transit permitted_actions affected_party_notifications attribution unmodified_resale'.split(
    ' ',
  );
/** Data markings (section 9) by their type. */
export const markings: Readonly<Record<string, Rule>> = {
  'marking-statement': marking('marking-statement', { statement: text }, ['statement']),
  'marking-tlp': marking(
    'marking-tlp',
    { tlpv2_level: oneOf('TLP:RED', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:GREEN', 'TLP:CLEAR') },
    ['tlpv2_level'],
  ),
  'marking-iep': marking(
    'marking-iep',
    {
      ...Object.fromEntries(IEP.map((name) => [name, text] as const)),
      iep_version: { kind: 'number', whole: 'whole' },
      start_date: time,
      end_date: { kind: 'nullable', of: time },
      external_references: { kind: 'list', of: { kind: 'any' } },
    },
    [...IEP, 'iep_version', 'start_date', 'end_date', 'external_references'],
  ),
};

/** Extension definition (section 8). */
export const extensionDefinition: Rule = {
  kind: 'object',
  fields: {
    type: oneOf('extension-definition'),
    name: text,
    description: text,
    created_by: id,
    schema: text,
    version: text,
    external_references: { kind: 'list', of: externalReference },
  },
  needs: ['type', 'name', 'created_by', 'schema', 'version'],
};

/** Digital signature (section 10.15). */
export const signature: Rule = {
  kind: 'object',
  fields: {
    type: oneOf('jss'),
    id,
    created_by: id,
    created: time,
    modified: time,
    revoked: flag,
    signee: text,
    valid_from: time,
    valid_until: time,
    related_to: id,
    related_version: time,
    hash_algorithm: text,
    algorithm: text,
    public_key: text,
    public_cert_chain: named,
    cert_url: text,
    thumbprint: text,
    value: text,
    signature: { kind: 'self', rule: () => signature },
  },
  needs: [
    'type',
    'id',
    'created',
    'modified',
    'signee',
    'related_to',
    'related_version',
    'hash_algorithm',
    'algorithm',
    'value',
  ],
};

import { nodeOf, type Basis } from './read.ts';

/** A province with its authorities, as far as they are known. */
export interface Province {
  /** Code of GB/T 2260, two digits: 44. */
  readonly code: string;
  readonly name: string;
}

/** Provinces, and which roles of recipients are of the province. */
export interface Provinces {
  readonly basis: Basis;
  readonly provinces: ReadonlyMap<string, Province>;
  /** Role of the duty tables → how its name is made; `{}` stands for the province. */
  readonly roles: ReadonlyMap<string, string>;
}

/** Reads `content/regulations/provinces.json`. Throws `regulations.table-invalid`. */
export const readProvinces = (value: unknown): Provinces => {
  const node = nodeOf(value);
  const roles = node.get('roles').list();
  return {
    basis: node.get('basis').basis(),
    roles: new Map(roles.map((role) => [role.get('role').text(), role.get('name').text()])),
    provinces: new Map(
      node
        .get('provinces')
        .list()
        .map((each) => {
          const province = { code: each.get('code').text(), name: each.get('name').text() };
          return [province.code, province];
        }),
    ),
  };
};

/** Whom a report goes to. `basis`: whether the name of the office was verified; roles of the rule always are. */
export interface Recipient {
  /** As the rule says it: 省通信管理局. */
  readonly role: string;
  /** As it is called in the province, else the role. */
  readonly name: string;
  readonly basis: Basis;
}

/** The recipients of a duty, in the province of the organisation; roles that are of no province keep their name. */
export const recipientsOf = (
  { roles, provinces, basis }: Provinces,
  to: readonly string[],
  code: string | undefined,
): readonly Recipient[] =>
  to.map((role) => {
    const pattern = roles.get(role);
    const province = code === undefined ? undefined : provinces.get(code);
    if (pattern === undefined || province === undefined) return { role, name: role, basis: 'seen' };
    return { role, name: pattern.replaceAll('{}', province.name), basis };
  });

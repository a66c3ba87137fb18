/** Permissions of the use of cryptography 密码应用. */
export const cryptographyPermissions = {
  read: 'cryptography.read',
  /** Declares endpoints, keeps the inventory. */
  manage: 'cryptography.manage',
  /** Makes connections to declared endpoints. */
  probe: 'cryptography.probe',
} as const;

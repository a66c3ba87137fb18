import { ACCOUNT_READER_ERRORS, readLdif, readLinuxAccounts, type AccountsRead } from '@chedun/account-readers';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const LDIF = `version: 1\n\ndn: CN=a,DC=corp,DC=example\nobjectClass: user\nsAMAccountName: a\ndisplayName:: 5p2O5bel\nmemberOf: CN=Domain Admins,DC=corp,\n DC=example\nuserAccountControl: 66050\nlastLogonTimestamp: 133485408000000000\n`;
const LINUX = `root:x:0:0:root:/root:/bin/bash\nli:x:1001:10:Li,,,:/home/li:/bin/bash\nwheel:x:10:li\nUser_Alias OPS = li\nOPS ALL=(ALL) \\\n NOPASSWD: ALL\nli pts/0 10.0.0.1 Mon Nov 23 10:00:00 +0800 2026\n`;

/** Every account has a name, and every text is bounded. */
const check = ({ accounts, refused }: AccountsRead): void => {
  for (const { name, person, roles, lastSignInAt } of accounts) {
    must(name !== '' && name.length <= 200 && person.length <= 200, 'names are there and bounded');
    must(roles.length <= 200 && new Set(roles).size === roles.length, 'roles are bounded and each once');
    must(lastSignInAt === null || !Number.isNaN(Date.parse(lastSignInAt)), 'instants are instants');
  }
  for (const { row, value } of refused) must(row >= 1 && value.length <= 100, 'lines exist and values are cut');
};

const target = (name: string, seed: string, words: string, read: (text: string) => AccountsRead): Target => ({
  name,
  keep: 'libs/account-readers/testing/fuzz',
  codes: Object.keys(ACCOUNT_READER_ERRORS),
  seeds: [bytesOf(seed)],
  words: wordsOf(words),
  most: 4_096,
  run: (bytes) => check(read(textOf(bytes))),
});

/** Readers of accounts. */
export const targets: readonly Target[] = [
  target(
    'accounts-ldif',
    LDIF,
    'dn: :: :< objectClass: user memberOf: CN= DC= , = version: 18446744073709551615',
    readLdif,
  ),
  target(
    'accounts-linux',
    LINUX,
    ': ALL=(ALL) NOPASSWD: % User_Alias = \\ x:0:0: **Never logged in**',
    readLinuxAccounts,
  ),
];

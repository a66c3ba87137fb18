import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAccountTable, readLdif, readLinuxAccounts } from './index.ts';
import { readFileTime, readInstant } from './time.ts';

const rows = (text: string) => text.split('\n').map((line, at) => ({ row: at + 1, cells: line.split(',') }));

it('reads a table with Chinese and with English headers, and names every row that is wrong', () => {
  const { accounts, refused } = readAccountTable(
    rows(`系统,账号,姓名,角色,最近登录,启用,双因素,类型
ERP,li,李工,采购;审批,2026-11-01 08:30,是,否,个人
ERP,,王工,,,,,
ERP,zhao,赵工,,昨天,是,,
ERP,qian,钱工,,从未,停用,,
ERP,ops,周工,*,,,,怪物
ERP,ops2,孙工,*,,也许,,
ERP,li,张工,查询,2026-11-02,,是,`),
  );
  expect(
    accounts.map(({ name, person, roles, lastSignInAt, hasSignedIn, isEnabled }) => [
      name,
      person,
      roles.join(),
      lastSignInAt,
      hasSignedIn,
      isEnabled,
    ]),
  ).toEqual([
    ['li', '李工、张工', '审批,查询,采购', '2026-11-01T16:00:00.000Z', true, true],
    ['qian', '钱工', '', null, false, false],
  ]);
  expect(refused.map(({ row, column, value }) => `${row} ${column} ${value}`)).toEqual([
    '3 账号 ',
    '4 最近登录 昨天',
    '6 类型 怪物',
    '7 启用 也许',
  ]);
  const english = readAccountTable(rows('Account,Roles,MFA,Type\nsvc,*,yes,service'), 'CRM');
  expect(english.accounts[0]).toMatchObject({
    system: 'CRM',
    name: 'svc',
    kind: 'service',
    hasSecondFactor: true,
    roles: ['*'],
  });
  expect(() => readAccountTable(rows('账号\nli'))).toThrow('account-readers.missing-column');
});

it('takes ten thousand rows with wrong ones in the middle', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({
    row: at + 2,
    cells: ['ERP', at % 1_000 === 500 ? '' : `u${at}`],
  }));
  const read = readAccountTable([{ row: 1, cells: ['system', 'account'] }, ...many]);
  expect([read.accounts.length, read.refused.length, read.refused[0]?.row]).toEqual([9_990, 10, 502]);
});

it('reads instants as people, spreadsheets and Windows write them', () => {
  expect(readInstant('2026/1/2')).toBe('2026-01-01T16:00:00.000Z');
  expect(readInstant('2026年1月2日 08:00')).toBe('2026-01-02T00:00:00.000Z');
  expect(readInstant('2026-01-02T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
  expect(readInstant('46024')).toBe('2026-01-01T16:00:00.000Z');
  expect(['2026-02-30', '2026-13-01', 'x', '2026-01-01 25:00'].map(readInstant)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(readFileTime('133485408000000000')).toBe('2024-01-01T00:00:00.000Z');
  expect(readFileTime('0')).toBeUndefined();
});

const HOST = `root:x:0:0:root:/root:/bin/bash
toor:x:0:0::/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
mysql:x:27:27:MySQL:/var/lib/mysql:/bin/bash
li:x:1001:1001:李工,,,:/home/li:/bin/bash
old:!:1002:1002:旧人:/home/old:/bin/bash
wheel:x:10:li
devs:x:1001:
Defaults env_reset
# comment
User_Alias OPS = old, daemon
%wheel ALL=(ALL) ALL
OPS ALL=(root) \\
  NOPASSWD: /usr/bin/systemctl
what is this?
Username Port From Latest
li pts/0 10.0.0.1 Mon Nov 23 10:00:00 +0800 2026
old **Never logged in**
`;

it('reads a Linux host: groups, sudo, ids, locked passwords, last sign-ins', () => {
  const { accounts, refused } = readLinuxAccounts(HOST);
  const of = (name: string) => accounts.find((each) => each.name === name);
  expect(of('toor')?.roles).toEqual(['uid:0']);
  expect(of('li')).toMatchObject({
    person: '李工',
    roles: ['group:devs', 'group:wheel', 'sudo:ALL'],
    lastSignInAt: '2026-11-23T02:00:00.000Z',
    isEnabled: true,
  });
  expect(of('old')).toMatchObject({
    roles: ['sudo:NOPASSWD: /usr/bin/systemctl'],
    isEnabled: false,
    hasSignedIn: false,
  });
  expect(of('mysql')).toMatchObject({ kind: 'service', isInteractive: true });
  expect(of('daemon')).toMatchObject({ kind: 'service', isInteractive: false, isEnabled: true });
  expect(refused.map(({ row, value }) => [row, value])).toEqual([[15, 'what is this?']]);
  expect(() => readLinuxAccounts('nothing')).toThrow('account-readers.no-accounts');
});

const LDIF = `version: 1

dn: CN=Li Gong,OU=IT,DC=corp,DC=example
objectClass: top
objectClass: user
sAMAccountName: li
displayName:: 5p2O5bel
memberOf: CN=Domain Admins,CN=Users,DC=corp,
 DC=example
userAccountControl: 66050
lastLogonTimestamp: 133485408000000000

dn: CN=PC1,DC=corp,DC=example
objectClass: user
objectClass: computer
sAMAccountName: PC1$

dn: CN=svc,DC=corp,DC=example
objectClass: user
servicePrincipalName: HTTP/web
sAMAccountName: svc
lastLogon: 0
photo:: a
`;

it('reads LDIF: folded lines, base64, groups, disabled accounts; computers are none', () => {
  const { accounts, refused, rows: entries } = readLdif(LDIF);
  expect(accounts).toHaveLength(2);
  expect(entries).toBe(3);
  expect(accounts[0]).toMatchObject({
    system: 'corp.example',
    name: 'li',
    person: '李工',
    roles: ['Domain Admins'],
    isEnabled: false,
    lastSignInAt: '2024-01-01T00:00:00.000Z',
  });
  expect(accounts[1]).toMatchObject({ name: 'svc', kind: 'service', hasSignedIn: false });
  expect(refused.map(({ row, column }) => [row, column])).toEqual([[23, 'photo']]);
  expect(() => readLdif('dn: x')).toThrow('account-readers.no-accounts');
});

it('reads every person that LDIF can hold, folded anywhere', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((each) => each.trim() === each && each !== '');
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (person, width) => {
      const line = `displayName:: ${Buffer.from(person).toString('base64')}`;
      const folded =
        line.slice(0, width) + (line.slice(width).match(/.{1,10}/g) ?? []).map((part) => `\n ${part}`).join('');
      const { accounts } = readLdif(`dn: CN=a,DC=b\nobjectClass: user\nuid: a\n${folded}\n`);
      expect(accounts[0]?.person).toBe(person);
    }),
  );
});

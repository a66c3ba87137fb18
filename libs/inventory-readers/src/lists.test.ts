import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INVENTORY_ERRORS } from './errors.ts';
import { jsonFaultAt } from './json-place.ts';
import type { Reading } from './observation.ts';
import { inventoryFormatOf, inventoryText, readInventory } from './read.ts';
import { isInventoryHead, readInventoryTable } from './table.ts';

const shown = ({ observations }: Reading): unknown[] =>
  observations.map(({ line, addresses, mac, hostName, at }) => [line, addresses.join(' '), mac, hostName, at]);
const faultOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (isDomainError(error, ...Object.keys(INVENTORY_ERRORS))) return { code: error.code, ...error.detail };
    throw error;
  }
  return undefined;
};

const DHCPD = `# The format of this file is documented in the dhcpd.leases(5) manual page.
authoring-byte-order little-endian;

lease 10.1.2.3 {
  starts 2 2026/11/24 01:00:00;
  ends 2 2026/11/24 13:00:00;
  binding state active;
  hardware ethernet 00:1b:21:0a:0b:0c;
  client-hostname "OLD-NAME";
}
lease 10.1.2.3 {
  starts 2 2026/11/24 01:00:00;
  cltt 2 2026/11/24 02:00:00;
  binding state active;
  hardware ethernet 00:1b:21:0a:0b:0c;
  client-hostname "Web-01";
}
lease 10.1.2.4 {
  binding state free;
  hardware ethernet 00:1b:21:0a:0b:0d;
}
lease 10.1.2.500 {
  binding state active;
}
lease 10.1.2.6 {
  hardware ethernet nonsense;
}
lease 10.1.2.7 {
  starts epoch 1763946000;
  hardware ethernet 00:1b:21:0a:0b:0e;
}
lease 10.1.2.8 {`;

const KEA = `address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
10.1.2.3,00:1b:21:0a:0b:0c,,3600,1763949600,1,0,0,web-01.corp.example,0,,0
10.1.2.4,00:1b:21:0a:0b:0d,,3600,1763949600,1,0,0,gone,2,,0
10.1.2.x,00:1b:21:0a:0b:0e,,3600,1763949600,1,0,0,,0,,0
10.1.2.5,zz,,3600,1763949600,1,0,0,,0,,0
10.1.2.6,00:1b:21:0a:0b:0f,,3600,soon,1,0,0,,0,,0
10.1.2.3,00:1b:21:0a:0b:0c,,3600,1763953200,1,0,0,web-01.corp.example.,0,,0
`;

const NEIGHBOURS = `Address                  HWtype  HWaddress           Flags Mask            Iface
10.1.2.1                 ether   00:1b:21:0a:0b:01   C                     eth0
10.1.2.2                         (incomplete)                              eth0
? (10.1.2.3) at 0:1b:21:a:b:c on en0 ifscope [ethernet]
gw.corp.example (10.1.2.4) at 00:1b:21:0a:0b:04 [ether] on eth0
? (10.1.2.5) at <incomplete> on eth0
10.1.2.6 dev eth0 lladdr 00:1b:21:0a:0b:06 REACHABLE
10.1.2.7 dev eth0 FAILED
fe80::1 dev eth0 lladdr 00:1b:21:0a:0b:07 router STALE

接口: 10.1.2.20 --- 0x5
  Internet 地址         物理地址              类型
  10.1.2.8              00-1b-21-0a-0b-08     动态
  224.0.0.22            01-00-5e-00-00-16     静态
10.1.2.9\t00:1b:21:0a:0b:09\tIntel Corporate
this is no entry
10.1.2.10\tgg:1b:21:0a:0b:09\tIntel`;

describe('leases', () => {
  it('of dhcpd: the last entry of an address counts; free ones are skipped, wrong ones named', () => {
    const reading = readInventory(DHCPD);
    expect(reading.format).toBe('isc-dhcp');
    expect(shown(reading)).toEqual([
      [11, '10.1.2.3', '00:1b:21:0a:0b:0c', 'web-01', Date.UTC(2026, 10, 24, 2)],
      [28, '10.1.2.7', '00:1b:21:0a:0b:0e', '', 1_763_946_000_000],
    ]);
    expect(reading.skipped).toBe(2);
    expect(reading.refused).toEqual([
      { line: 22, field: 'lease', value: '10.1.2.500', reason: 'address' },
      { line: 26, field: 'hardware', value: 'nonsense', reason: 'mac' },
      { line: 32, field: 'lease', value: '10.1.2.8', reason: 'cut-off' },
    ]);
  });

  it('of Kea: contact is the end less the lifetime', () => {
    const reading = readInventory(KEA);
    expect(reading.format).toBe('kea');
    expect(shown(reading)).toEqual([[7, '10.1.2.3', '00:1b:21:0a:0b:0c', 'web-01.corp.example', 1_763_949_600_000]]);
    expect(reading.refused.map(({ line, field }) => [line, field])).toEqual([
      [4, 'address'],
      [5, 'hwaddr'],
      [6, 'expire'],
    ]);
  });

  it('of dnsmasq, IPv6 too', () => {
    const text = `1763949600 00:1b:21:0a:0b:0c 10.1.2.3 web-01 01:00:1b:21:0a:0b:0c
0 06-00:1b:21:0a:0b:0d 10.1.2.4 * *
1763949600 00:1b:21:0a:0b 10.1.2.5 * *
duid 00:01:00:01:1a:1b
1763949600 123456 fd00::5 web-02 00:01
`;
    const reading = readInventory(text);
    expect(reading.format).toBe('dnsmasq');
    expect(shown(reading)).toEqual([
      [1, '10.1.2.3', '00:1b:21:0a:0b:0c', 'web-01', null],
      [2, '10.1.2.4', '00:1b:21:0a:0b:0d', '', null],
      [5, 'fd00::5', '', 'web-02', null],
    ]);
    expect(reading.refused).toEqual([{ line: 3, field: 'mac', value: '00:1b:21:0a:0b', reason: 'mac' }]);
  });
});

describe('neighbours', () => {
  it('are read from every common tool in one file', () => {
    const reading = readInventory(NEIGHBOURS);
    expect(reading.format).toBe('neighbours');
    expect(reading.observations.map(({ addresses, hostName }) => `${addresses[0]} ${hostName}`.trim())).toEqual([
      '10.1.2.1',
      '10.1.2.3',
      '10.1.2.4 gw.corp.example',
      '10.1.2.6',
      '10.1.2.8',
      '10.1.2.9',
    ]);
    expect(reading.observations[1]?.mac).toBe('00:1b:21:0a:0b:0c');
    expect(reading.skipped).toBe(5);
    expect(reading.refused).toEqual([
      { line: 16, field: 'line', value: 'this is no entry', reason: 'shape' },
      { line: 17, field: 'line', value: '10.1.2.10\tgg:1b:21:0a:0b:09\tIntel', reason: 'shape' },
    ]);
  });
});

describe('tables', () => {
  const rows = (lines: readonly (readonly string[])[]) => lines.map((cells, at) => ({ row: at + 1, cells }));

  it('name every wrong row with its column and take the others', () => {
    const reading = readInventoryTable(
      rows([
        ['主机名', 'IP地址', 'MAC', '操作系统', '责任部门', '开放端口', '最后发现时间'],
        ['Web-01', '10.1.2.3、10.1.2.4', '', 'openEuler 22.03', '平台部', '443/tcp,53/udp 22', '2026/11/24 8:15'],
        ['', '10.1.2.999', '', '', '', '', ''],
        ['', '', '', '', '', '', ''],
        ['web-02', '', 'xx', '', '', '', ''],
        ['web-03', '', '', '', '', '0', ''],
        ['web-04', '', '', '', '', '', '2026-13-01'],
        ['主机一', '10.1.2.5', '', '', '', '', '2026-11-24T00:15:00Z'],
        ['主机二', '', '', '', '', '', ''],
        ['localhost', '', '', 'x', '', '', ''],
      ]),
    );
    expect(shown(reading)).toEqual([
      [2, '10.1.2.3 10.1.2.4', '', 'web-01', Date.UTC(2026, 10, 24, 0, 15)],
      [8, '10.1.2.5', '', '', Date.UTC(2026, 10, 24, 0, 15)],
    ]);
    expect(reading.observations[0]).toMatchObject({ team: '平台部', os: 'openEuler 22.03' });
    expect(reading.observations[0]?.services.map(({ transport, port }) => `${port}/${transport}`)).toEqual([
      '443/tcp',
      '53/udp',
      '22/tcp',
    ]);
    expect(reading.refused.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [3, 'IP地址', 'address'],
      [5, 'MAC', 'mac'],
      [6, '开放端口', 'port'],
      [7, '最后发现时间', 'time'],
      [9, '主机名', 'name'],
      [10, '主机名', 'nothing'],
    ]);
  });

  it('take a map of columns, and say which head is not there', () => {
    const table = rows([
      ['CI', 'Adresse'],
      ['web-01', '10.1.2.3'],
    ]);
    expect(isInventoryHead(['CI', 'Adresse'])).toBe(false);
    expect(faultOf(() => readInventoryTable(table))).toMatchObject({
      code: 'inventory.columns-missing',
      line: 1,
      reason: 'CI, Adresse',
    });
    expect(faultOf(() => readInventoryTable(table, { hostName: 'Name' }))).toMatchObject({
      code: 'inventory.columns-missing',
      field: 'Name',
    });
    expect(shown(readInventoryTable(table, { hostName: 'ci', addresses: 'ADRESSE' }))).toEqual([
      [2, '10.1.2.3', '', 'web-01', null],
    ]);
  });
});

describe('cloud lists', () => {
  const CLOUDS: readonly (readonly [string, object])[] = [
    [
      'aws',
      {
        Reservations: [
          {
            Instances: [
              {
                InstanceId: 'i-1',
                PrivateIpAddress: '10.1.2.3',
                PrivateDnsName: 'ip-10-1-2-3.ec2.internal',
                PublicIpAddress: '203.0.113.9',
                State: { Name: 'running' },
                NetworkInterfaces: [
                  { MacAddress: '02:00:00:00:00:01', Ipv6Addresses: [{ Ipv6Address: '2001:DB8::1' }] },
                ],
              },
              { InstanceId: 'i-2', State: { Name: 'terminated' } },
            ],
          },
        ],
      },
    ],
    [
      'aliyun',
      {
        Instances: {
          Instance: [
            {
              InstanceId: 'i-1',
              HostName: 'web-01',
              OSName: 'Alibaba Cloud Linux 3',
              VpcAttributes: { PrivateIpAddress: { IpAddress: ['10.1.2.3'] } },
              EipAddress: { IpAddress: '' },
              NetworkInterfaces: {
                NetworkInterface: [{ MacAddress: '00:16:3e:00:00:01', PrimaryIpAddress: '10.1.2.3' }],
              },
            },
            7,
          ],
        },
      },
    ],
    [
      'tencent',
      {
        Response: {
          InstanceSet: [
            {
              InstanceId: 'ins-1',
              InstanceName: '平台',
              OsName: 'TencentOS',
              PrivateIpAddresses: ['10.1.2.3'],
              PublicIpAddresses: null,
            },
            { InstanceId: 'ins-2', PrivateIpAddresses: ['10.1.2.300'] },
          ],
        },
      },
    ],
    [
      'huawei',
      {
        servers: [
          {
            id: '7a',
            name: 'ecs-01',
            metadata: { image_name: 'openEuler 22.03' },
            addresses: { vpc: [{ addr: '10.1.2.3', 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01' }] },
          },
        ],
      },
    ],
  ];

  it.each(CLOUDS)('of %s are told apart by what is there', (format, list) => {
    const reading = readInventory(JSON.stringify(list));
    expect(reading.format).toBe(format);
    expect(reading.observations).toHaveLength(1);
    expect(reading.observations[0]?.addresses).toContain('10.1.2.3');
    expect(reading.observations[0]?.externalId).not.toBe('');
  });

  it('name a wrong instance with its path', () => {
    const refusedOf = (at: number) => readInventory(JSON.stringify(CLOUDS[at]?.[1])).refused;
    expect(refusedOf(1)).toEqual([{ line: 2, field: 'Instances.Instance[1]', value: '', reason: 'shape' }]);
    expect(refusedOf(2)).toEqual([
      { line: 2, field: 'Response.InstanceSet[1]', value: '10.1.2.300', reason: 'address' },
    ]);
    expect(readInventory(JSON.stringify(CLOUDS[0]?.[1]))).toMatchObject({ skipped: 1, refused: [] });
  });

  it('of a shape that is not known are refused with their fields, broken JSON with its place', () => {
    expect(faultOf(() => readInventory('{"value":[],"nextLink":""}'))).toMatchObject({
      code: 'inventory.structure',
      field: 'value, nextLink',
    });
    expect(faultOf(() => readInventory('{"servers":[\n{"id":}]}'))).toMatchObject({
      code: 'inventory.structure',
      line: 2,
      column: 7,
    });
  });
});

describe('the place where a text stops being JSON', () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a":[{"b":tru}]}', 11],
    ['{"a":"x', 5],
    ['[', 1],
    ['', 0],
    ['{"a":1} x', 8],
    ['{]', 1],
  ])('%s: %i', (text, at) => expect(jsonFaultAt(text)).toBe(at));

  it('lies within the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(40), fc.string({ maxLength: 3 }), (json, at, piece) => {
        const text = json.slice(0, at) + piece + json.slice(at + 1);
        const fault = jsonFaultAt(text);
        expect(fault >= 0 && fault <= text.length).toBe(true);
      }),
    );
  });
});

describe('any text', () => {
  it('whose format is not known is refused', () => {
    expect(inventoryFormatOf('hello\nworld')).toBeUndefined();
    expect(faultOf(() => readInventory('hello'))).toMatchObject({ code: 'inventory.format-unknown' });
    expect(faultOf(() => readInventory('', 'dnsmasq'))).toMatchObject({ code: 'inventory.structure' });
  });

  it('of Chinese Windows is decoded', () => {
    const gbk = Uint8Array.from([0xbd, 0xd3, 0xbf, 0xda, 0x3a, 0x20, 0x31]);
    expect(inventoryText(gbk)).toBe('接口: 1');
    expect(inventoryText(new TextEncoder().encode('接口'))).toBe('接口');
  });

  it('comes to a bounded reading or to an error of this library', () => {
    const formats = ['auto', 'nmap', 'isc-dhcp', 'kea', 'dnsmasq', 'neighbours', 'aws'] as const;
    const seeds = fc.constantFrom(
      DHCPD,
      KEA,
      NEIGHBOURS,
      '{"servers":[{}]}',
      '{"Reservations":[{"Instances":[[],{"Tags":3}]}]}',
    );
    fc.assert(
      fc.property(
        seeds,
        fc.nat(600),
        fc.string({ maxLength: 12 }),
        fc.constantFrom(...formats),
        (seed, at, piece, format) => {
          faultOf(() => {
            const { observations, refused, refusedCount } = readInventory(
              seed.slice(0, at) + piece + seed.slice(at + 3),
              format,
            );
            for (const each of observations)
              expect(
                each.addresses.length + each.mac.length + each.hostName.length + each.externalId.length,
              ).toBeGreaterThan(0);
            expect(refused.length).toBeLessThanOrEqual(refusedCount);
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

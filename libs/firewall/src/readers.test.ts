import { describe, expect, it } from 'vitest';
import { analyse, readFirewall, type FirewallRule } from './index.ts';

const ANY = '0-4294967295';
const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
/** A rule as a line that people can compare. */
const told = ({ list, name, action, from, to, sources, destinations, services, ...rest }: FirewallRule): string => {
  const place = (ranges: FirewallRule['sources']) =>
    ranges
      .map(({ lo, hi }) => (`${lo}-${hi}` === ANY ? 'any' : lo === hi ? dotted(lo) : `${dotted(lo)}-${dotted(hi)}`))
      .join('+');
  const ports = services
    .map(({ protocol, destination }) => {
      const number = protocol.lo === protocol.hi ? protocol.lo : 'any';
      const to = destination.hi - destination.lo === 65_535 ? 'any' : `${destination.lo}-${destination.hi}`;
      return `${number}/${to}`;
    })
    .join('+');
  const flags = [
    rest.isConditional ? 'if' : '',
    rest.isPartial ? 'part' : '',
    rest.isDisabled ? 'off' : '',
    rest.expiresOn ?? '',
    rest.hits ?? '',
  ];
  return [
    list,
    name,
    action,
    from.join('+'),
    to.join('+'),
    place(sources),
    place(destinations),
    ports,
    flags.filter((flag) => flag !== '').join(' '),
  ]
    .join(' | ')
    .trim();
};
const read = (text: string) => {
  const { format, rules, unread, defaults } = readFirewall(text);
  return { format, rules: rules.map(told), unread, defaults: Object.fromEntries(defaults) };
};

describe('exports of firewalls', () => {
  it('of iptables-save', () => {
    const text = `# Generated
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [10:800]
[12:720] -A INPUT -s 10.0.0.0/8 -i eth0 -p tcp -m tcp --dport 22 -m comment --comment "jump host, expires 2026-06-30" -j ACCEPT
-A INPUT ! -s 192.168.0.0/255.255.0.0 -p udp -m multiport --dports 53,1000:1002 -j DROP
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -s nowhere -j ACCEPT
-A FORWARD -j LOGGING
COMMIT
`;
    expect(read(text)).toEqual({
      format: 'iptables',
      rules: [
        'filter INPUT | 1 | allow | eth0 |  | 10.0.0.0-10.255.255.255 | any | 6/22-22 | 2026-06-30 12',
        'filter INPUT | 2 | deny |  |  | 0.0.0.0-192.167.255.255+192.169.0.0-255.255.255.255 | any | 17/53-53+17/1000-1002 |',
        'filter INPUT | 3 | allow |  |  | any | any | any/any | if',
        'filter FORWARD | 1 | other |  |  | any | any | any/any |',
      ],
      unread: [{ line: 8, text: '-A INPUT -s nowhere -j ACCEPT', reason: 'address nowhere' }],
      defaults: { 'filter INPUT': 'deny', 'filter FORWARD': 'allow' },
    });
  });

  it('of nft', () => {
    const text = `table inet filter {
	set admins {
		type ipv4_addr
		elements = { 10.1.0.1, 10.1.0.2 }
	}
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		ip saddr @admins tcp dport { 22, 8000-8100 } counter packets 3 bytes 180 accept comment "until 2027-01-01"
		ip saddr != 10.0.0.0/8 udp dport 53 drop
		ip saddr @missing accept
	}
}
`;
    expect(read(text)).toMatchObject({
      format: 'nftables',
      rules: [
        'inet filter input | 1 | allow |  |  | any | any | any/any | if',
        'inet filter input | 2 | allow |  |  | 10.1.0.1+10.1.0.2 | any | 6/22-22+6/8000-8100 | 2027-01-01 3',
        'inet filter input | 3 | deny |  |  | 0.0.0.0-9.255.255.255+11.0.0.0-255.255.255.255 | any | 17/53-53 |',
        'inet filter input | 4 | allow |  |  | any | any | any/any | part',
      ],
      unread: [{ line: 11 }],
      defaults: { 'inet filter input': 'deny' },
    });
  });

  it('of Cisco ASA and IOS', () => {
    const text = `object network WEB
 host 203.0.113.10
object-group network ADMINS
 network-object host 10.0.0.5
 network-object 10.0.1.0 255.255.255.0
object-group service WEBPORTS tcp
 port-object eq www
 port-object range 8080 8090
access-list OUT remark 到期 2026-03-01
access-list OUT extended permit tcp object-group ADMINS object WEB object-group WEBPORTS (hitcnt=0) 0x1234
access-list OUT extended permit ip any any inactive
access-list OUT extended deny udp any host 203.0.113.10 gt 1023 log
access-list OUT extended permit tcp any host 203.0.113.10 eq 443 time-range NIGHT
access-list OUT extended permit tcp object LOST any
!
ip access-list extended EDGE
 10 permit tcp 10.0.0.0 0.0.0.255 any eq 22
 remark 测试
 deny ip any any
`;
    expect(read(text)).toMatchObject({
      format: 'cisco',
      rules: [
        'OUT | 1 | allow |  |  | 10.0.0.5+10.0.1.0-10.0.1.255 | 203.0.113.10 | 6/80-80+6/8080-8090 | 2026-03-01 0',
        'OUT | 2 | allow |  |  | any | any | any/any | off',
        'OUT | 3 | deny |  |  | any | 203.0.113.10 | 17/1024-65535 |',
        'OUT | 4 | allow |  |  | any | 203.0.113.10 | 6/443-443 | if',
        'EDGE | 1 | allow |  |  | 10.0.0.0-10.0.0.255 | any | 6/22-22 |',
        'EDGE | 2 | deny |  |  | any | any | any/any |',
      ],
      unread: [{ line: 14, reason: 'address' }],
      defaults: { OUT: 'deny', EDGE: 'deny' },
    });
  });

  it('of Huawei and H3C', () => {
    const text = `#
security-policy
 rule name web in
  description 有效期至 2026-12-31
  source-zone untrust
  destination-zone dmz
  destination-address 10.2.0.0 mask 255.255.255.0
  service protocol tcp destination-port 80 443 to 445
  action permit
 rule name "set"
  source-address address-set unknown
  action permit
 rule name off
  disable
  action deny
#
return
`;
    expect(read(text)).toMatchObject({
      format: 'huawei',
      rules: [
        'security-policy | web in | allow | untrust | dmz | any | 10.2.0.0-10.2.0.255 | 6/80-80+6/443-445 | 2026-12-31',
        'security-policy | set | allow |  |  | any | any | any/any | part',
        'security-policy | off | deny |  |  | any | any | any/any | off',
      ],
      unread: [{ line: 11 }],
    });
  });

  it('of FortiGate', () => {
    const text = `config firewall address
    edit "lan"
        set subnet 10.3.0.0 255.255.0.0
    next
    edit "pool"
        set type iprange
        set start-ip 10.4.0.1
        set end-ip 10.4.0.9
    next
end
config firewall addrgrp
    edit "inside"
        set member "lan" "pool"
    next
end
config firewall service custom
    edit "mq"
        set tcp-portrange 8883 1883
    next
end
config firewall policy
    edit 1
        set name "out"
        set srcintf "port1"
        set dstintf "any"
        set srcaddr "inside"
        set dstaddr "all"
        set action accept
        set schedule "always"
        set service "mq" "HTTPS"
    next
    edit 2
        set srcaddr "gone"
        set dstaddr "all"
        set service "ALL"
        set status disable
    next
end
`;
    expect(read(text)).toMatchObject({
      format: 'fortigate',
      rules: [
        'firewall policy | 1 | allow | port1 |  | 10.3.0.0-10.3.255.255+10.4.0.1-10.4.0.9 | any | 6/8883-8883+6/1883-1883+6/443-443 |',
        'firewall policy | 2 | deny |  |  |  | any | any/any | part off',
      ],
      unread: [{ line: 32, reason: 'objects' }],
    });
  });

  it('of security groups at AWS: what comes in is judged, groups are not guessed, IPv6 is named', () => {
    const text = JSON.stringify(
      {
        SecurityGroups: [
          {
            GroupId: 'sg-1',
            GroupName: 'tsp',
            IpPermissions: [
              { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
              {
                IpProtocol: 'tcp',
                FromPort: 22,
                ToPort: 22,
                IpRanges: [{ CidrIp: '203.0.113.0/24', Description: '运维，有效期至 2026-06-30' }],
                Ipv6Ranges: [{ CidrIpv6: '::/0' }],
                UserIdGroupPairs: [{ GroupId: 'sg-2' }],
              },
            ],
            IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
        ],
      },
      null,
      1,
    );
    const found = read(text);
    expect(found).toMatchObject({
      format: 'security-groups',
      rules: [
        'sg-1 ingress | tsp | allow |  | sg-1 | any | any | any/any |',
        'sg-1 ingress | tsp | allow |  | sg-1 | 203.0.113.0-203.0.113.255 | any | 6/22-22 | 2026-06-30',
        'sg-1 ingress | tsp | allow |  | sg-1 |  | any | 6/22-22 | part',
        'sg-1 egress | tsp | allow | sg-1 | outside |  | any | any/any |',
      ],
      defaults: { 'sg-1 ingress': 'deny', 'sg-1 egress': 'deny' },
      unread: [{ reason: 'ipv6' }, { reason: 'objects' }],
    });
    const lines = text.split('\n');
    expect(readFirewall(text).rules.map(({ line }) => lines[line]?.trim())).toEqual([
      '"IpProtocol": "-1",',
      '"IpProtocol": "tcp",',
      '"IpProtocol": "tcp",',
      '"IpProtocol": "-1",',
    ]);
    expect(analyse(readFirewall(text), '2026-11-28').map(({ kind, rule }) => [kind, rule?.list])).toEqual([
      ['any-any', 'sg-1 ingress'],
      ['expired', 'sg-1 ingress'],
      ['redundant', 'sg-1 ingress'],
    ]);
  });

  it('of security groups at Alibaba, Tencent and Huawei Cloud: tried by priority, denied before allowed', () => {
    const aliyun = JSON.stringify({
      SecurityGroupId: 'sg-a',
      Permissions: {
        Permission: [
          {
            Direction: 'ingress',
            Policy: 'Accept',
            IpProtocol: 'TCP',
            PortRange: '443/443',
            SourceCidrIp: '10.0.0.0/8',
            Priority: 5,
          },
          {
            Direction: 'ingress',
            Policy: 'Drop',
            IpProtocol: 'ALL',
            PortRange: '-1/-1',
            SourceCidrIp: '0.0.0.0/0',
            Priority: '1',
          },
          {
            Direction: 'ingress',
            Policy: 'Accept',
            IpProtocol: 'TCP',
            PortRange: '22/22',
            SourceGroupId: 'sg-b',
            Priority: 9,
          },
        ],
      },
    });
    expect(read(aliyun).rules).toEqual([
      'sg-a ingress |  | deny |  | sg-a | any | any | any/any |',
      'sg-a ingress |  | allow |  | sg-a | 10.0.0.0-10.255.255.255 | any | 6/443-443 |',
      'sg-a ingress |  | allow |  | sg-a |  | any | 6/22-22 | part',
    ]);
    expect(analyse(readFirewall(aliyun), '2026-11-28').map(({ kind }) => kind)).toEqual(['shadowed']);
    const tencent = JSON.stringify({
      SecurityGroupPolicySet: {
        Ingress: [
          { PolicyIndex: 1, Protocol: 'ALL', Port: 'ALL', CidrBlock: '0.0.0.0/0', Action: 'DROP' },
          { PolicyIndex: 0, Protocol: 'TCP', Port: '80,8000-8010', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' },
        ],
        Egress: [],
      },
    });
    expect(read(tencent).rules).toEqual([
      'security-group ingress | 0 | allow |  | security-group | any | any | 6/80-80+6/8000-8010 |',
      'security-group ingress | 1 | deny |  | security-group | any | any | any/any |',
    ]);
    const huawei = JSON.stringify({
      security_group_rules: [
        {
          id: 'r1',
          security_group_id: 'g',
          direction: 'ingress',
          protocol: 'tcp',
          multiport: '3306',
          action: 'allow',
          priority: 1,
        },
        {
          id: 'r2',
          security_group_id: 'g',
          direction: 'ingress',
          protocol: 'tcp',
          multiport: 'x',
          action: 'deny',
          priority: 1,
          remote_ip_prefix: '10.1.0.0/16',
        },
      ],
    });
    expect(read(huawei)).toMatchObject({
      rules: ['g ingress | r1 | allow |  | g | any | any | 6/3306-3306 |'],
      unread: [{ reason: 'service' }],
    });
    expect(analyse(readFirewall(huawei), '2026-11-28').map(({ kind }) => kind)).toEqual(['management-open']);
  });

  it('of security groups that nest too deep or are cut off are refused', () => {
    expect(() => readFirewall(`{"SecurityGroups":${'['.repeat(50_000)}`)).toThrow('firewall.unknown-format');
    expect(() => readFirewall('{"SecurityGroups":[{"GroupId":"sg-1"')).toThrow('firewall.unknown-format');
    expect(readFirewall('{"SecurityGroups":[7,null,{"IpPermissions":{}}]}').rules).toEqual([]);
  });

  it('of something else are refused', () => {
    expect(() => readFirewall('hello')).toThrow('firewall.unknown-format');
  });
});

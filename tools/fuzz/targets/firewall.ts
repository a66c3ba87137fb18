import { analyse, FIREWALL_ERRORS, readFirewall } from '@chedun/firewall';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(FIREWALL_ERRORS);
const keep = 'libs/firewall/testing/fuzz';

const IPTABLES = `*filter\n:INPUT DROP [0:0]\n[1:2] -A INPUT ! -s 10.0.0.0/8 -p tcp -m multiport --dports 22,80:90 -m comment --comment "expires 2026-01-01" -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n`;
const NFT = `table inet filter {\n\tset a {\n\t\telements = { 10.0.0.1, 10.0.0.2 }\n\t}\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\tip saddr @a tcp dport { 22, 80-90 } counter packets 1 bytes 2 accept comment "x"\n\t}\n}\n`;
const CISCO = `object-group network A\n host 10.0.0.1\naccess-list O extended permit tcp object-group A any range 1 9 (hitcnt=3)\nip access-list extended E\n deny ip 10.0.0.0 0.0.0.255 any\n`;
const HUAWEI = `security-policy\n rule name a\n  source-address 10.0.0.0 mask 255.0.0.0\n  service protocol tcp destination-port 80 443 to 445\n  action permit\n`;
const CLOUDS = [
  '{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}]}',
  '{"SecurityGroupId":"sg","Permissions":{"Permission":[{"Direction":"ingress","Policy":"Accept","IpProtocol":"TCP","PortRange":"443/443","SourceCidrIp":"10.0.0.0/8"}]}}',
  '{"SecurityGroupPolicySet":{"Ingress":[{"PolicyIndex":0,"Protocol":"TCP","Port":"80,90-99","CidrBlock":"0.0.0.0/0","Action":"ACCEPT"}]}}',
  '{"security_group_rules":[{"direction":"ingress","protocol":"tcp","multiport":"3306","action":"allow","priority":1}]}',
];
const FORTIGATE = `config firewall address\nedit "a"\nset subnet 10.0.0.0 255.0.0.0\nnext\nend\nconfig firewall policy\nedit 1\nset srcaddr "a"\nset action accept\nnext\nend\n`;

/** Ranges lie the right way round and within their bounds, and every line exists. */
const check = (text: string): void => {
  const set = readFirewall(text);
  const lines = text.split(/\r\n|\n|\r/).length;
  for (const { sources, destinations, services, line, text: shown } of set.rules) {
    must(line >= 1 && line <= lines && shown.length <= 400, 'lines exist and texts are bounded');
    for (const { lo, hi } of [...sources, ...destinations]) must(lo >= 0 && lo <= hi && hi < 2 ** 32, 'addresses');
    for (const { protocol, source, destination } of services)
      must(protocol.hi <= 255 && source.lo <= source.hi && destination.lo <= destination.hi, 'services');
  }
  for (const { by, rule } of analyse(set, '2026-01-01'))
    must(
      rule === undefined || by.every((each) => set.rules.indexOf(each) < set.rules.indexOf(rule)),
      'cover is earlier',
    );
};

const target = (name: string, seeds: readonly string[], words: string): Target => ({
  name,
  keep,
  codes,
  seeds: seeds.map(bytesOf),
  words: wordsOf(words),
  most: 4_096,
  run: (bytes) => check(textOf(bytes)),
});

/** Readers of firewall exports. */
export const targets: readonly Target[] = [
  target('firewall-iptables', [IPTABLES], '-A ! -s -d --dports -j ACCEPT 0.0.0.0/0 : [ ] 4294967296'),
  target('firewall-nftables', [NFT], '{ } @a != saddr dport counter packets accept policy ,'),
  target('firewall-cisco', [CISCO], 'object-group any host eq gt lt neq range permit deny 0.0.0.255 (hitcnt='),
  target(
    'firewall-clouds',
    CLOUDS,
    '{ } [ ] : , "CidrIp" "IpProtocol" "Permission" "Ingress" "Port" "0.0.0.0/0" "-1/-1" null',
  ),
  target('firewall-vendors', [HUAWEI, FORTIGATE], 'rule name to mask action set edit next end config "'),
];

import {
  INVENTORY_ERRORS,
  inventoryText,
  readAddress,
  readHostName,
  readInventory,
  readMac,
  type Reading,
  type TextFormat,
} from '@chedun/inventory-readers';
import { bytesOf, must, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(INVENTORY_ERRORS);
const keep = 'libs/inventory-readers/testing/fuzz';

const NMAP = `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" start="1763946000"><scaninfo protocol="tcp" services="1-1000,8080"/>
<host endtime="1763946020"><status state="up"/><address addr="10.1.2.3" addrtype="ipv4"/><address addr="00:1B:21:0A:0B:0C" addrtype="mac"/>
<hostnames><hostname name="web-01"/></hostnames><ports><port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH &amp; co" version="9.6"/></port></ports>
<os><osmatch name="Linux"/></os></host></nmaprun>`;
const ISC = `lease 10.1.2.3 {\n  starts 2 2026/11/24 01:00:00;\n  cltt epoch 1763946000;\n  binding state active;\n  hardware ethernet 00:1b:21:0a:0b:0c;\n  client-hostname "web-01";\n}\n`;
const KEA = `address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n10.1.2.3,00:1b:21:0a:0b:0c,,3600,1763949600,1,0,0,web-01,0\n`;
const NEIGHBOURS = `? (10.1.2.3) at 0:1b:21:a:b:c [ether] on eth0\n10.1.2.6 dev eth0 lladdr 00:1b:21:0a:0b:06 REACHABLE\n10.1.2.9\t00:1b:21:0a:0b:09\tIntel\n`;
const CLOUD = JSON.stringify({
  Reservations: [{ Instances: [{ InstanceId: 'i-1', PrivateIpAddress: '10.1.2.3', State: { Name: 'running' } }] }],
});
const SERVERS = JSON.stringify({ servers: [{ id: '7', name: 'a', addresses: { v: [{ addr: '10.1.2.3' }] } }] });

/** What a reader gave is in its one form and within its bounds. */
const check = ({ observations, refused, refusedCount }: Reading): void => {
  must(refused.length <= refusedCount && refused.length <= 1_000, 'refused entries are bounded');
  must(
    refused.every(({ value, line }) => value.length <= 100 && line >= 1),
    'refused values are bounded and have a line',
  );
  for (const { addresses, mac, hostName, services, os, at } of observations) {
    must(
      addresses.every((address) => readAddress(address) === address),
      'addresses have one form',
    );
    must(mac === '' || readMac(mac) === mac, 'MACs have one form');
    must(hostName === '' || readHostName(hostName) === hostName, 'names have one form');
    must(addresses.length <= 64 && services.length <= 2_000 && os.length <= 128, 'observations are bounded');
    must(at === null || (at > 0 && Number.isSafeInteger(at)), 'times are possible');
  }
};

const target = (name: string, format: TextFormat | 'auto', seeds: readonly string[], words: string): Target => ({
  name,
  keep,
  codes,
  seeds: seeds.map(bytesOf),
  words: wordsOf(words),
  run: (bytes) => check(readInventory(inventoryText(bytes), format)),
});

/** Readers of inventories. */
export const targets: readonly Target[] = [
  target(
    'inventory-nmap',
    'nmap',
    [NMAP],
    '<host> </host> /> <!-- --> <![CDATA[ <!DOCTYPE &#x0; &amp; &x; addr=" portid="',
  ),
  target('inventory-leases', 'isc-dhcp', [ISC], '{ } ; lease hardware binding state free epoch never'),
  target('inventory-kea', 'kea', [KEA], 'address, , &#x2c duid 4294967295'),
  target('inventory-neighbours', 'neighbours', [NEIGHBOURS], '( ) at <incomplete> dev lladdr FAILED - : .'),
  target('inventory-cloud', 'aws', [CLOUD, SERVERS], '{ } [ ] "Instances" "addresses" null "addr"'),
  target('inventory-any', 'auto', [NMAP, ISC, KEA, NEIGHBOURS, CLOUD], '<nmaprun lease { [{ duid'),
];

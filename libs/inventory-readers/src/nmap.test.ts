import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNmap } from './nmap.ts';
import { readXml } from './xml.ts';

const run = (hosts: string, ports = '22,80,443'): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
<!-- Nmap 7.95 scan -->
<nmaprun scanner="nmap" args="nmap -sV" start="1763946000" version="7.95">
<scaninfo type="syn" protocol="tcp" numservices="3" services="${ports}"/>
${hosts}
<runstats><finished time="1763946100"/><hosts up="1" down="0" total="1"/></runstats>
</nmaprun>`;

const host = (address: string, inside = ''): string => `<host starttime="1763946010" endtime="1763946020">
<status state="up" reason="arp-response"/>
<address addr="${address}" addrtype="ipv4"/>
<address addr="00:1B:21:0A:0B:0C" addrtype="mac" vendor="Intel"/>
<hostnames><hostname name="Web-01.corp.example" type="PTR"/></hostnames>
<ports><extraports state="closed" count="1"/>
<port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="9.6p1 &amp; more"><cpe>cpe:/a:openbsd:openssh</cpe></service></port>
<port protocol="tcp" portid="80"><state state="closed"/><service name="http"/></port>
${inside}
</ports>
<os><osmatch name="Linux 5.15" accuracy="98"/><osmatch name="Linux 4.4" accuracy="90"/></os>
</host>`;

const faultOf = (text: string): unknown => {
  try {
    readNmap(text);
  } catch (error) {
    if (isDomainError(error)) return { code: error.code, ...error.detail };
    throw error;
  }
  return undefined;
};

describe('nmap', () => {
  it('gives hosts with everything that a scan tells', () => {
    expect(readNmap(run(host('10.1.2.3'))).observations).toEqual([
      {
        line: 7,
        addresses: ['10.1.2.3'],
        mac: '00:1b:21:0a:0b:0c',
        hostName: 'web-01.corp.example',
        os: 'Linux 5.15',
        team: '',
        externalId: '',
        services: [{ transport: 'tcp', port: 22, name: 'ssh', product: 'OpenSSH', version: '9.6p1 & more' }],
        looked: [22, 80, 443].map((port) => ({ transport: 'tcp', from: port, to: port })),
        at: 1_763_946_020_000,
      },
    ]);
  });

  it('reads several runs after each other, each with the ports that it looked at', () => {
    const { observations } = readNmap(`${run(host('10.1.2.3'))}\n${run(host('10.1.2.4'), '1-1024')}`);
    expect(observations.map(({ addresses, looked }) => [addresses[0], looked.length, looked[0]?.to])).toEqual([
      ['10.1.2.3', 3, 22],
      ['10.1.2.4', 1, 1024],
    ]);
  });

  it('skips hosts that are down and those of a list scan, refuses one that is wrong with its line and takes the others', () => {
    const down = '<host><status state="down"/><address addr="10.1.2.9" addrtype="ipv4"/></host>';
    const listed = '<host><status state="unknown"/><address addr="10.1.2.8" addrtype="ipv4"/></host>';
    const { observations, refused, skipped } = readNmap(
      run(
        [
          host('10.1.2.3'),
          down,
          listed,
          host('10.1.2.999'),
          host('10.1.2.4', '<port protocol="tcp" portid="70000"><state state="open"/></port>'),
          host('10.1.2.5'),
        ].join('\n'),
      ),
    );
    expect(observations.map(({ addresses }) => addresses[0])).toEqual(['10.1.2.3', '10.1.2.5']);
    expect(skipped).toBe(2);
    expect(refused).toEqual([
      { line: 21, field: 'addr', value: '10.1.2.999', reason: 'address' },
      { line: 33, field: 'portid', value: '70000', reason: 'port' },
    ]);
  });

  it('gives what stands before the place where a file is cut off, and names it', () => {
    const text = run([host('10.1.2.3'), host('10.1.2.4')].join('\n'));
    const { observations, refused } = readNmap(text.slice(0, text.indexOf('10.1.2.4') + 4));
    expect(observations).toHaveLength(1);
    expect(refused).toMatchObject([{ line: 21, reason: 'cut-off' }]);
  });

  it.each([
    [
      'a declaration of an entity',
      '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun scanner="nmap"/>',
      1,
    ],
    ['an entity', '<nmaprun scanner="nmap">\n<host a="&x;"/></nmaprun>', 2],
    ['another scanner', '<nmaprun scanner="masscan"></nmaprun>', 1],
    ['another document', '<html></html>', 1],
    ['a tag that is not closed', '<nmaprun scanner="nmap">\n<host>\n</nmaprun>', 3],
    ['an attribute without quotes', '<nmaprun scanner=nmap>', 1],
    ['nesting without end', '<a>'.repeat(100), 1],
  ])('refuses %s with its place', (_, text, line) => {
    expect(faultOf(text)).toMatchObject({ code: 'inventory.structure', line });
  });

  it('reads ten thousand hosts within two seconds', () => {
    const text = run(Array.from({ length: 10_000 }, (_, at) => host(`10.1.${at >> 8}.${at & 255}`)).join('\n'));
    const began = performance.now();
    expect(readNmap(text).observations).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('throws its own errors only, whatever the text is', () => {
    const piece = fc.constantFrom(
      '<host>',
      '</host>',
      '<nmaprun scanner="nmap">',
      '</nmaprun>',
      '<address addr="10.0.0.1" addrtype="ipv4"/>',
      '<',
      '>',
      '&#x0;',
      '<!--',
      '-->',
      '"',
      '<port protocol="tcp" portid="1">',
      '</port>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 30 }), (parts) => {
        faultOf(parts.join(''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('XML', () => {
  it('gives back attributes that were written with references', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 40 }), (value) => {
        const written = [...value]
          .map((sign) => `&#${sign.codePointAt(0) ?? 32};`)
          .join('')
          .replaceAll('&#0;', '');
        const got: string[] = [];
        readXml(`<a b='${written}'/>`, {
          open: (_, attributes) => got.push(attributes.get('b') ?? ''),
          close: () => undefined,
        });
        expect(got).toEqual([value.replaceAll('\0', '')]);
      }),
    );
  });
});

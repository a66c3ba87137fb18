import { DomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { drawnNames } from '../testing/drawn.ts';
import { ipv4Number, ipv6Number, isPublic, networkOf } from './addresses.ts';
import { readCountryTable } from './country-table.ts';
import { cutName, entropyOf } from './domain.ts';
import { generatedScore } from './generated.ts';

/** Names of services, makers and words that people chose; none of them is part of what the model learnt. */
const CHOSEN = (
  'google baidu taobao alibaba microsoft windowsupdate cloudflare amazonaws akamaiedge chinamobile geely xiaopeng autohome ' +
  'dongchedi weixin tencent bytedance volcengine huaweicloud aliyuncs facebook instagram youtube wikipedia stackoverflow ' +
  'digicert gstatic doubleclick googleapis openstreetmap tomtom continental volkswagen changan saicmotor lixiang leapmotor ' +
  'qualcomm mobileye bilibili xiaomi sensorsdata growingio kingsoft netease meituan dianping didichuxing'
).split(' ');

const share = (labels: readonly string[]): number =>
  labels.filter((label) => generatedScore(label) >= 60).length / labels.length;

describe('generatedScore', () => {
  it('keeps names that people chose under the limit', () => {
    expect(share(CHOSEN)).toBe(0);
  });

  it.each([
    ['12 letters', 12, undefined, 0.93],
    ['16 letters', 16, undefined, 0.97],
    ['12 letters and digits', 12, 'abcdefghijklmnopqrstuvwxyz0123456789', 0.97],
    ['16 hex digits', 16, '0123456789abcdef', 0.92],
  ])('finds names drawn from %s', (_, length, alphabet, least) => {
    expect(share(drawnNames(500, length, alphabet))).toBeGreaterThan(least);
  });

  it('says nothing of short labels and of Punycode', () => {
    expect([generatedScore('xq7z'), generatedScore('xn--fiqs8sxkq')]).toEqual([0, 0]);
  });
});

describe('cutName', () => {
  it('cuts at the registered part', () => {
    expect(cutName('a.b.example.com')).toEqual({ domain: 'example.com', label: 'example', sub: 'a.b' });
    expect(cutName('a.example.com.cn')).toEqual({ domain: 'example.com.cn', label: 'example', sub: 'a' });
    expect(cutName('com.cn')).toEqual({ domain: 'com.cn', label: 'com', sub: '' });
  });

  it('leaves single labels, addresses and reverse names', () => {
    for (const name of ['localhost', '1.2.3.4', '4.3.2.1.in-addr.arpa', 'printer.local', 'trailing.'])
      expect(cutName(name)).toBeUndefined();
  });

  it('measures entropy', () => {
    expect([entropyOf('aaaa'), entropyOf('abab'), entropyOf('')]).toEqual([0, 1, 0]);
  });
});

describe('addresses', () => {
  it('read IPv4 and refuse what is none', () => {
    expect([ipv4Number('0.0.0.0'), ipv4Number('255.255.255.255'), ipv4Number('10.64.3.17')]).toEqual([
      0, 4_294_967_295, 171_967_249,
    ]);
    for (const wrong of [
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '1..2.3',
      '.1.2.3',
      '1.2.3.',
      '1.2.3.0004',
      'a.b.c.d',
      '',
      '1.2.3.4 ',
    ])
      expect(ipv4Number(wrong)).toBeUndefined();
  });

  it('know the public Internet', () => {
    for (const address of ['8.8.8.8', '203.0.113.9', '2001:db8::1', '172.32.0.1']) expect(isPublic(address)).toBe(true);
    for (const address of [
      '10.64.0.1',
      '100.64.1.1',
      '172.31.0.1',
      '192.168.1.1',
      '127.0.0.1',
      '224.0.0.1',
      'fe80::1',
      'x',
      '',
    ])
      expect(isPublic(address)).toBe(false);
  });

  it('read IPv6 and refuse what is none', () => {
    expect(ipv6Number('::1')).toBe(1n);
    expect(ipv6Number('2001:db8::')).toBe(0x20010db8n << 96n);
    for (const wrong of ['1::2::3', '1:2:3', ':::', '12345::', '1:2:3:4:5:6:7:8:9', 'g::1'])
      expect(ipv6Number(wrong)).toBeUndefined();
  });

  it('group by network', () => {
    expect([networkOf('10.64.3.17'), networkOf('10.65.3.17')]).toEqual(['10.64.0.0/16', '10.65.0.0/16']);
    expect(networkOf('2001:db8:1::1')).toBe(networkOf('2001:db8:1:ffff::2'));
  });
});

describe('readCountryTable', () => {
  const table = readCountryTable('# ranges\n\n203.0.0.0/8,us\r\n203.0.113.0/24;CN\n2001:db8::/32\tDE\n0.0.0.0/0,ZZ');

  it('answers the narrowest range', () => {
    expect([table.ranges, table.countries]).toEqual([4, 4]);
    expect(['203.0.113.9', '203.1.1.1', '8.8.8.8', '2001:db8::5', '2001:db9::5', 'x'].map(table.countryOf)).toEqual([
      'CN',
      'US',
      'ZZ',
      'DE',
      undefined,
      undefined,
    ]);
  });

  it.each(['203.0.113.0/33,CN', '203.0.113.0,CN', '203.0.113.0/24,China', '1.2.3/8,CN', '::/129,CN', 'a,b'])(
    'refuses %s and names the line',
    (line) => {
      try {
        readCountryTable(`10.0.0.0/8,CN\n${line}`);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
        expect((error as DomainError).detail.line).toBe(2);
      }
    },
  );
});

import { createDecoder, type RecordFormat } from '@chedun/logs';
import { describe, expect, it } from 'vitest';
import { factsOf } from './facts-of.ts';

const AT = Date.UTC(2026, 10, 23, 1);
const RECEIVED = AT + 5000;
const factsFrom = (record: object, format: RecordFormat = 'ndjson') => {
  const event = createDecoder(format).decode(JSON.stringify(record));
  if (!event) throw new Error('no record');
  return factsOf(event, RECEIVED);
};
const eve = (type: string, about: object) => ({
  timestamp: '2026-11-23T01:00:00.000Z',
  flow_id: 1,
  event_type: type,
  src_ip: '10.64.3.17',
  src_port: 40_000,
  dest_ip: '203.0.113.9',
  dest_port: 443,
  proto: 'TCP',
  ...about,
});
const zeek = (path: string, about: object) => ({
  _path: path,
  ts: AT / 1000,
  uid: 'C1',
  'id.orig_h': '10.64.3.17',
  'id.orig_p': 40_000,
  'id.resp_h': '203.0.113.9',
  'id.resp_p': 443,
  proto: 'tcp',
  ...about,
});
const tsp = (type: string, about: object = {}) => ({
  ts: '2026-11-23T01:00:00.000Z',
  type,
  vin: 'LCDCDA1E0RW000017',
  account: 'u-1',
  src_ip: '198.51.100.7',
  ...about,
});

describe('factsOf', () => {
  const flow = { kind: 'flow', at: AT, src: '10.64.3.17', dst: '203.0.113.9', port: 443, bytesOut: 900 };

  it('reads flows of Suricata, NetFlow as EVE, and Zeek', () => {
    expect(factsFrom(eve('flow', { flow: { bytes_toserver: 900 } }))).toEqual([flow]);
    expect(factsFrom(eve('netflow', { netflow: { bytes: 900 } }))).toEqual([flow]);
    expect(factsFrom(zeek('conn', { orig_bytes: 900 }))).toEqual([flow]);
    expect(factsFrom(eve('flow', {}))).toEqual([{ ...flow, bytesOut: 0 }]);
  });

  it('reads questions and answers of DNS from the side of the client', () => {
    const dns = { kind: 'dns', at: AT, client: '10.64.3.17', name: 'a.example.cn' };
    const ask = { type: 'query', rrname: 'A.Example.cn.' };
    expect(factsFrom(eve('dns', { dest_port: 53, dns: ask }))).toEqual([{ ...dns, answer: 'question' }]);
    const answer = { version: 2, type: 'answer', rrname: 'a.example.cn', rcode: 'NXDOMAIN' };
    expect(factsFrom(eve('dns', { dest_port: 53, dns: answer }))).toEqual([{ ...dns, answer: 'nxdomain' }]);
    const back = { src_ip: '10.1.1.1', src_port: 53, dest_ip: '10.64.3.17', dest_port: 40_000 };
    expect(factsFrom(eve('dns', { ...back, dns: { ...answer, rcode: 'NOERROR' } }))).toEqual([
      { ...dns, answer: 'ok' },
    ]);
    expect(factsFrom(zeek('dns', { query: 'a.example.cn', rcode_name: 'SERVFAIL' }))).toEqual([
      { ...dns, answer: 'error' },
    ]);
    expect(factsFrom(zeek('dns', { query: 'a.example.cn' }))).toEqual([{ ...dns, answer: 'question' }]);
    expect(factsFrom(eve('dns', { dns: { type: 'query' } }))).toEqual([]);
  });

  it('reads client hellos', () => {
    const hello = { kind: 'tls', at: AT, src: '10.64.3.17', dst: '203.0.113.9', sni: 'ota.example.cn', ja4: 't13d' };
    expect(factsFrom(eve('tls', { tls: { sni: 'OTA.example.cn', ja4: 't13d' } }))).toEqual([hello]);
    expect(factsFrom(zeek('ssl', { server_name: 'ota.example.cn' }))).toEqual([{ ...hello, ja4: '' }]);
  });

  it('reads commands, log-ins and calls of the vehicle cloud', () => {
    const circumstances = {
      geo_country: 'cn',
      channel: 'app',
      account_role: 'owner',
      vehicle_speed_kmh: 12,
      session_id: 's',
    };
    expect(factsFrom(tsp('remote_control', { ...circumstances, command: 'Unlock', result: 'denied' }))).toEqual([
      {
        kind: 'command',
        at: AT,
        account: 'u-1',
        outcome: 'failed',
        srcIp: '198.51.100.7',
        country: 'CN',
        session: 's',
        vin: 'LCDCDA1E0RW000017',
        role: 'owner',
        command: 'unlock',
        channel: 'app',
        speedKmh: 12,
      },
    ]);
    expect(factsFrom(tsp('login', { result: 'success' }))).toMatchObject([
      { kind: 'login', outcome: 'ok', session: '' },
    ]);
    expect(factsFrom(tsp('api', { method: 'GET', path: '/v1', status: 404 }))).toMatchObject([
      { kind: 'call', outcome: 'failed' },
    ]);
    expect(factsFrom(tsp('remote_control'))).toMatchObject([{ outcome: 'unknown', speedKmh: undefined }]);
  });

  it('finds nothing in other records and takes the time of receipt where there is no clock', () => {
    expect(factsFrom(tsp('ota'))).toEqual([]);
    expect(factsFrom(eve('alert', { alert: { signature: 'x' } }))).toEqual([]);
    expect(factsFrom({ message: 'hello', src_ip: '10.0.0.1' })).toEqual([]);
    expect(factsFrom(eve('flow', { timestamp: 'yesterday' }))[0]?.at).toBe(RECEIVED);
  });
});

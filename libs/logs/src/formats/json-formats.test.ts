import { describe, expect, it } from 'vitest';
import { decodeOne, filled, thrownBy } from '../../testing/decode.ts';
import { splitOtlpRequest, VEHICLE_CLASS } from '../index.ts';

const flow = {
  timestamp: '2026-07-28T11:28:41.123456+0000',
  flow_id: 1,
  src_ip: '10.0.0.1',
  src_port: 4000,
  dest_ip: '10.0.0.2',
  dest_port: 1883,
  proto: 'TCP',
};

describe('Suricata EVE', () => {
  it('reads an alert with the section of its protocol', () => {
    const alert = { signature: 'ET MALWARE x', category: 'A Network Trojan', severity: 1, signature_id: 1 };
    const event = decodeOne('suricata-eve', {
      ...flow,
      event_type: 'alert',
      app_proto: 'http',
      alert,
      http: { hostname: 'evil.example', url: '/a' },
    });
    expect(event.time).toBe(1_785_238_121_123);
    expect(event.logsource).toEqual({ product: 'suricata', service: 'alert' });
    expect(filled(event.ocsf)).toEqual({
      classUid: 2004,
      activityId: 1,
      severityId: 4,
      ruleName: 'ET MALWARE x',
      message: 'A Network Trojan',
      eventCode: 'alert',
      provider: 'suricata',
      srcIp: '10.0.0.1',
      srcPort: 4000,
      dstIp: '10.0.0.2',
      dstPort: 1883,
      protocol: 'http',
      domain: 'evil.example',
      url: '/a',
    });
  });

  it.each([
    ['dns', { dns: { type: 'query', rrname: 'a.example' } }, { classUid: 4003, activityId: 1, domain: 'a.example' }],
    [
      'dns',
      { dns: { version: 3, type: 'response', queries: [{ rrname: 'b.example' }] } },
      { classUid: 4003, activityId: 2, domain: 'b.example' },
    ],
    ['tls', { tls: { sni: 'c.example' } }, { classUid: 4001, domain: 'c.example' }],
    ['fileinfo', { fileinfo: { filename: '/x', sha256: 'ab' } }, { file: '/x', hash: 'ab' }],
    ['mqtt', { mqtt: {} }, { classUid: 4001, protocol: 'tcp', dstPort: 1883 }],
    ['anomaly', { anomaly: { event: 'truncated' } }, { classUid: 4001, ruleName: 'truncated' }],
    ['ssh', {}, { classUid: 4007 }],
  ])('%s', (eventType, sections, expected) => {
    expect(decodeOne('suricata-eve', { ...flow, event_type: eventType, ...sections }).ocsf).toMatchObject({
      ...expected,
      eventCode: eventType,
    });
  });

  it('names who else wrote the record', () => {
    const { ocsf, logsource } = decodeOne('suricata-eve', { ...flow, product: 'netflow', category: 'flow' });
    expect(ocsf.provider).toBe('netflow');
    expect(logsource).toEqual({ product: 'netflow', category: 'flow' });
  });

  it('is total over foreign types', () => {
    const event = decodeOne('suricata-eve', {
      event_type: 'alert',
      timestamp: 5,
      alert: [],
      http: 'x',
      dns: { queries: [null] },
      src_port: 'x',
    });
    expect(event.time).toBeUndefined();
    expect(event.ocsf).toMatchObject({ ruleName: '', srcPort: 0, domain: '' });
  });
});

describe('Zeek JSON', () => {
  it('takes the service from _path and both forms of time', () => {
    const record = {
      _path: 'notice',
      ts: 1_785_238_121.5,
      'id.orig_h': '1.1.1.1',
      'id.resp_h': '2.2.2.2',
      'id.resp_p': 443,
      note: 'SSL::Invalid_Server_Cert',
      msg: 'm',
    };
    const event = decodeOne('zeek-json', record);
    expect(event).toMatchObject({ time: 1_785_238_121_500, logsource: { product: 'zeek', service: 'notice' } });
    expect(event.ocsf).toMatchObject({
      classUid: 2004,
      ruleName: 'SSL::Invalid_Server_Cert',
      severityId: 3,
      dstPort: 443,
    });
    expect(decodeOne('zeek-json', { ...record, ts: '2026-07-28T11:28:41.500000Z' }).time).toBe(1_785_238_121_500);
  });
});

describe('Zeek JSON without _path', () => {
  const record = { ts: 1_785_238_121.5, uid: 'C1', 'id.orig_h': '1.1.1.1', 'id.resp_h': '2.2.2.2', query: 'a.example' };

  it('is known by its connection and takes the stream from the option', () => {
    expect(decodeOne('ndjson', record)).toMatchObject({ format: 'zeek-json', logsource: { product: 'zeek' } });
    const event = decodeOne('zeek-json', record, { zeekPath: 'dns' });
    expect(event.logsource).toEqual({ product: 'zeek', service: 'dns', category: 'dns' });
    expect(event.ocsf).toMatchObject({ classUid: 4003, eventCode: 'dns', domain: 'a.example' });
  });
});

describe('TSP log', () => {
  const base = { ts: '2026-07-28T19:28:41+08:00', vin: 'LSVAU2A37N1234567', account: 'u-9', src_ip: '10.1.1.1' };

  it.each([
    [
      'remote_control',
      { command: 'unlock', result: 'success' },
      { classUid: VEHICLE_CLASS.remoteCommand, statusId: 1, commandLine: 'unlock' },
      'remote_control',
    ],
    [
      'api',
      { path: '/v1/vehicles', method: 'GET', status: 403 },
      { classUid: 6003, activityId: 2, statusId: 2, url: '/v1/vehicles' },
      'tsp_api',
    ],
    [
      'ota',
      { package: 'tbox-1.2', package_hash: 'ab', result: 'failed' },
      { classUid: VEHICLE_CLASS.otaActivity, statusId: 2, file: 'tbox-1.2', hash: 'ab' },
      'ota',
    ],
    ['login', { result: 'denied' }, { classUid: 3002, activityId: 1, statusId: 2 }, 'tsp_login'],
  ])('%s', (type, fields, expected, category) => {
    const event = decodeOne('ndjson', { ...base, type, ...fields });
    expect(event).toMatchObject({ format: 'tsp', time: 1_785_238_121_000, logsource: { product: 'tsp', category } });
    expect(event.ocsf).toMatchObject({
      ...expected,
      vin: 'LSVAU2A37N1234567',
      user: 'u-9',
      srcIp: '10.1.1.1',
      eventCode: type,
    });
  });
});

describe('NDJSON', () => {
  it('recognises each object by its own shape', () => {
    expect(decodeOne('ndjson', { EventID: 1, Channel: 'Security' }).format).toBe('windows-json');
    expect(decodeOne('ndjson', { _path: 'dns', ts: 1 }).format).toBe('zeek-json');
    expect(decodeOne('ndjson', { ...flow, event_type: 'flow' }).format).toBe('suricata-eve');
    expect(decodeOne('ndjson', { message: 'x' }).format).toBe('ndjson');
  });

  it('believes the logsource that a record carries', () => {
    const event = decodeOne('ndjson', { message: '<189>…', product: 'cisco', service: 'aaa', category: 5 });
    expect(event.logsource).toEqual({ product: 'cisco', service: 'aaa' });
  });

  it('reads ECS names, flat and nested', () => {
    const nested = {
      '@timestamp': '2026-07-28T11:28:41Z',
      source: { ip: '1.1.1.1', port: 5 },
      process: { command_line: 'a b' },
      host: { name: 'h' },
      log: { level: 'error' },
    };
    const event = decodeOne('ndjson', nested);
    expect(event.time).toBe(1_785_238_121_000);
    expect(event.ocsf).toMatchObject({ srcIp: '1.1.1.1', srcPort: 5, commandLine: 'a b', severityId: 4 });
    expect(decodeOne('ndjson', { 'source.ip': '1.1.1.1', 'user.name': 'x' }).ocsf).toMatchObject({
      srcIp: '1.1.1.1',
      user: 'x',
    });
  });

  it('keeps the line as the body', () => {
    const line = '{"a" : 1,\t"big":18446744073709551615}';
    expect(decodeOne('ndjson', line).bodyJson).toBe(line);
  });
});

describe('OTLP logs', () => {
  const attribute = (key: string, value: unknown) => ({ key, value });
  const record = {
    timeUnixNano: '1785238121000000000',
    severityNumber: 17,
    severityText: 'ERROR',
    eventName: 'device.crash',
    body: { stringValue: 'boom' },
    traceId: '5b8efff798038103d269b633813fc60c',
    attributes: [
      attribute('user', { stringValue: 'bob' }),
      attribute('n', { intValue: '42' }),
      attribute('big', { intValue: '9223372036854775807' }),
      attribute('ok', { boolValue: true }),
      attribute('list', { arrayValue: { values: [{ stringValue: 'a' }, { doubleValue: 1.5 }] } }),
      attribute('map', { kvlistValue: { values: [attribute('k', { stringValue: 'v' })] } }),
    ],
  };
  const resource = {
    attributes: [attribute('service.name', { stringValue: 'tsp' }), attribute('host.name', { stringValue: 'n1' })],
  };
  const request = {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            scope: { name: 'lib' },
            logRecords: [record, { body: { kvlistValue: { values: [attribute('x', { stringValue: 'y' })] } } }],
          },
        ],
      },
    ],
  };

  it('splits a request into lines that stand alone', () => {
    const lines = splitOtlpRequest(JSON.stringify(request));
    expect(lines).toHaveLength(2);
    const event = decodeOne('otlp', lines[0] ?? '');
    expect(event.time).toBe(1_785_238_121_000);
    expect(event.fields).toEqual({
      user: 'bob',
      n: 42,
      big: '9223372036854775807',
      ok: true,
      list: ['a', 1.5],
      map: { k: 'v' },
      'resource.service.name': 'tsp',
      'resource.host.name': 'n1',
      body: 'boom',
      scope: 'lib',
      severity_text: 'ERROR',
      severity_number: 17,
      trace_id: '5b8efff798038103d269b633813fc60c',
      event_name: 'device.crash',
    });
    expect(event.ocsf).toMatchObject({
      severityId: 4,
      host: 'n1',
      user: 'bob',
      provider: 'tsp',
      eventCode: 'device.crash',
      message: 'boom',
    });
    expect(decodeOne('otlp', lines[1] ?? '').fields).toMatchObject({ x: 'y' });
  });

  it('names the path where a request is malformed', () => {
    expect(thrownBy(() => splitOtlpRequest('{}')).detail.field).toBe('resourceLogs');
    expect(thrownBy(() => splitOtlpRequest('{"resourceLogs":[{"scopeLogs":[{"logRecords":[7]}]}]}')).detail.field).toBe(
      'resourceLogs.0.scopeLogs.0.logRecords.0',
    );
    expect(thrownBy(() => decodeOne('otlp', request)).detail.reason).toContain('2 log records');
    expect(thrownBy(() => splitOtlpRequest('nope')).code).toBe('logs.bad_json');
  });
});

import { describe, expect, it } from 'vitest';
import { decodeOne, filled } from '../../testing/decode.ts';
import { OCSF_CLASS } from '../index.ts';

const sysmonFlat = (eventId: number, data: object) => ({
  EventID: eventId,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'ws-1',
  ...data,
});
const security = (eventId: number, data: object) => ({
  EventID: eventId,
  Channel: 'Security',
  Hostname: 'dc-1',
  ...data,
});

const evtx = (system: object, rest: object) => ({ Event: { System: system, ...rest } });

describe('Windows JSON shapes', () => {
  const expected = {
    classUid: OCSF_CLASS.process,
    activityId: 1,
    host: 'ws-1',
    process: 'C:\\a.exe',
    commandLine: 'a -b',
    eventCode: '1',
  };

  it('reads evtx_dump, with and without qualifiers', () => {
    const system = {
      Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
      EventID: { '#attributes': { Qualifiers: 0 }, '#text': 1 },
      Level: 4,
      TimeCreated: { '#attributes': { SystemTime: '2026-07-28T11:28:41.000500Z' } },
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Computer: 'ws-1',
    };
    const event = decodeOne('windows-json', evtx(system, { EventData: { Image: 'C:\\a.exe', CommandLine: 'a -b' } }));
    expect(event.ocsf).toMatchObject({ ...expected, severityId: 1 });
    expect(event.time).toBe(1_785_238_121_000);
    expect(event.logsource).toEqual({ product: 'windows', service: 'sysmon', category: 'process_creation' });
  });

  it('reads winlogbeat', () => {
    const event = decodeOne('windows-json', {
      '@timestamp': '2026-07-28T11:28:41.000Z',
      message: 'Process Create',
      winlog: {
        event_id: '1',
        channel: 'Microsoft-Windows-Sysmon/Operational',
        computer_name: 'ws-1',
        provider_name: 'Microsoft-Windows-Sysmon',
        event_data: { Image: 'C:\\a.exe', CommandLine: 'a -b' },
      },
    });
    expect(event.ocsf).toMatchObject({ ...expected, message: 'Process Create' });
    expect(event.time).toBe(1_785_238_121_000);
  });

  it('reads flat records and text event ids', () => {
    const event = decodeOne(
      'windows-json',
      sysmonFlat(1, { Image: 'C:\\a.exe', CommandLine: 'a -b', UtcTime: '2026-07-28 11:28:41.123', EventID: '1' }),
    );
    expect(event.ocsf).toMatchObject(expected);
    expect(event.time).toBe(1_785_238_121_123);
    expect(event.bodyJson).toContain('"EventID":"1"');
  });

  it('looks into the one element of UserData', () => {
    const system = { EventID: 1102, Channel: 'Security', Computer: 'dc-1' };
    const event = decodeOne(
      'windows-json',
      evtx(system, { UserData: { LogFileCleared: { SubjectUserName: 'eve', SubjectDomainName: 'CORP' } } }),
    );
    expect(filled(event.ocsf)).toEqual({
      classUid: 1008,
      activityId: 1,
      statusId: 1,
      host: 'dc-1',
      user: 'CORP\\eve',
      eventCode: '1102',
      provider: 'Security',
    });
  });
});

describe('Windows time', () => {
  const flat = (fields: object) => decodeOne('windows-json', security(4624, fields), { zoneOffsetMinutes: 480 }).time;

  it('prefers what names its zone', () => {
    expect(flat({ EventTime: '2026-07-28 19:28:41', '@timestamp': '2026-07-28T11:28:44.000Z' })).toBe(
      1_785_238_124_000,
    );
    expect(flat({ EventTime: '2026-07-28T19:28:41+08:00', '@timestamp': '2026-07-28T11:28:44.000Z' })).toBe(
      1_785_238_121_000,
    );
    expect(flat({ EventTime: '2026-07-28 19:28:41' })).toBe(1_785_238_121_000);
    expect(flat({})).toBeUndefined();
  });
});

describe('Windows logsource', () => {
  it.each([
    [1, 'process_creation'],
    [3, 'network_connection'],
    [7, 'image_load'],
    [10, 'process_access'],
    [11, 'file_event'],
    [12, 'registry_add'],
    [13, 'registry_set'],
    [17, 'pipe_created'],
    [22, 'dns_query'],
  ])('Sysmon %i is %s', (eventId, category) => {
    expect(decodeOne('windows-json', sysmonFlat(eventId, {})).logsource).toEqual({
      product: 'windows',
      service: 'sysmon',
      category,
    });
  });

  it('tells a registry deletion from EventType or, where an agent overwrote it, from the message', () => {
    const deletion = { product: 'windows', service: 'sysmon', category: 'registry_delete' };
    expect(decodeOne('windows-json', sysmonFlat(12, { EventType: 'DeleteKey' })).logsource).toEqual(deletion);
    const overwritten = decodeOne(
      'windows-json',
      sysmonFlat(12, { EventType: 'INFO', Message: 'Registry object:\r\nEventType: DeleteValue\r\n' }),
    );
    expect(overwritten.logsource).toEqual(deletion);
    expect(overwritten.ocsf.activityId).toBe(4);
  });

  it('gives Security 4688 its second home', () => {
    expect(decodeOne('windows-json', security(4688, {})).logsource).toEqual({
      product: 'windows',
      service: 'security',
      category: 'process_creation',
    });
    expect(decodeOne('windows-json', security(4624, {})).logsource).toEqual({
      product: 'windows',
      service: 'security',
    });
  });

  it('knows Sysmon by its process GUIDs where channel and provider were dropped', () => {
    const event = decodeOne('ndjson', {
      EventID: 1,
      Image: 'a.exe',
      ProcessGuid: '{1}',
      product: 'windows',
      category: 'process_creation',
    });
    expect(event).toMatchObject({
      format: 'windows-json',
      logsource: { product: 'windows', category: 'process_creation' },
    });
    expect(event.ocsf).toMatchObject({ classUid: OCSF_CLASS.process, process: 'a.exe' });
  });

  it('names the product alone for an unknown channel', () => {
    expect(decodeOne('windows-json', { EventID: 1, Channel: 'Vendor/Own' }).logsource).toEqual({ product: 'windows' });
  });

  it('believes what the record says itself', () => {
    const event = decodeOne('windows-json', sysmonFlat(1, { product: 'windows', category: 'file_event' }));
    expect(event.logsource).toEqual({ product: 'windows', category: 'file_event' });
  });
});

describe('Windows columns', () => {
  it.each([
    [
      3,
      { SourceIp: '10.0.0.1', SourcePort: '5000', DestinationIp: '10.0.0.2', DestinationPort: 443, Protocol: 'tcp' },
      { classUid: 4001, srcIp: '10.0.0.1', srcPort: 5000, dstIp: '10.0.0.2', dstPort: 443, protocol: 'tcp' },
    ],
    [
      7,
      { Image: 'a.exe', ImageLoaded: 'b.dll', Hashes: 'MD5=1' },
      { classUid: 1005, process: 'a.exe', file: 'b.dll', hash: 'MD5=1' },
    ],
    [
      10,
      { SourceImage: 'a.exe', TargetImage: 'lsass.exe' },
      { classUid: 1007, activityId: 3, process: 'a.exe', file: 'lsass.exe' },
    ],
    [11, { Image: 'a.exe', TargetFilename: 'C:\\x' }, { classUid: 1001, activityId: 1, file: 'C:\\x' }],
    [13, { TargetObject: 'HKLM\\x' }, { classUid: 201_002, activityId: 2, file: 'HKLM\\x' }],
    [22, { QueryName: 'evil.example' }, { classUid: 4003, domain: 'evil.example' }],
    [99, { Image: 'a.exe' }, { classUid: 0, process: 'a.exe' }],
  ])('Sysmon %i', (eventId, data, expected) => {
    expect(decodeOne('windows-json', sysmonFlat(eventId, data)).ocsf).toMatchObject(expected);
  });

  it.each([
    [
      4688,
      { NewProcessName: 'c.exe', ParentProcessName: 'p.exe', CommandLine: 'c /x', SubjectUserName: 'u' },
      { classUid: 1007, process: 'c.exe', parentProcess: 'p.exe', commandLine: 'c /x', user: 'u' },
    ],
    [
      4625,
      { TargetUserName: 'bob', TargetDomainName: 'CORP', IpAddress: '10.9.9.9', IpPort: '0' },
      { classUid: 3002, statusId: 2, user: 'CORP\\bob', srcIp: '10.9.9.9', srcPort: 0 },
    ],
    [
      5156,
      { Application: 'x', SourceAddress: '1.1.1.1', DestAddress: '2.2.2.2', DestPort: '80', Protocol: '6' },
      { classUid: 4001, dstPort: 80, protocol: 'tcp' },
    ],
    [7045, { ImagePath: 'C:\\svc.exe' }, { classUid: 201_004, commandLine: 'C:\\svc.exe' }],
    [1116, { 'Threat Name': 'EICAR', Path: 'C:\\e' }, { classUid: 2004, ruleName: 'EICAR', file: 'C:\\e' }],
    [4624, { TargetUserName: '-', IpAddress: '-' }, { user: '', srcIp: '' }],
  ])('Security and other channels: %i', (eventId, data, expected) => {
    expect(decodeOne('windows-json', security(eventId, data)).ocsf).toMatchObject(expected);
  });

  it('is total: foreign types give absent columns', () => {
    const event = decodeOne(
      'windows-json',
      sysmonFlat(3, {
        Image: { deep: 1 },
        SourcePort: 'x',
        DestinationPort: 70_000,
        SourceIp: null,
        UtcTime: 5,
        Hashes: [1],
      }),
    );
    expect(event.ocsf).toMatchObject({ process: '', srcPort: 0, dstPort: 0, srcIp: '' });
    expect(event.time).toBeUndefined();
  });

  it('cuts hot columns and keeps the field whole', () => {
    const event = decodeOne('windows-json', sysmonFlat(1, { CommandLine: 'x'.repeat(10_000) }));
    expect(event.ocsf.commandLine).toHaveLength(4096);
    expect(event.fields['CommandLine']).toHaveLength(10_000);
  });
});

describe('Windows classes', () => {
  it.each([
    [2, 1001, 6],
    [5, 1007, 2],
    [6, 1002, 1],
    [8, 1007, 4],
    [9, 1001, 2],
    [12, 201_001, 1],
    [14, 201_001, 5],
    [15, 1001, 1],
    [17, 1001, 1],
    [18, 1001, 14],
    [23, 1001, 4],
    [25, 1007, 4],
    [26, 1001, 4],
    [29, 1001, 1],
  ])('Sysmon %i is class %i, activity %i', (eventId, classUid, activityId) => {
    expect(decodeOne('windows-json', sysmonFlat(eventId, {})).ocsf).toMatchObject({ classUid, activityId });
  });

  it.each([
    [4634, 3002, 2, 1],
    [4672, 3003, 1, 1],
    [4689, 1007, 2, 1],
    [4697, 201_004, 1, 1],
    [4698, 1006, 1, 1],
    [4720, 3001, 1, 1],
    [4726, 3001, 6, 1],
    [4732, 3006, 3, 1],
    [4768, 3002, 3, 0],
    [4771, 3002, 3, 2],
    [5157, 4001, 5, 2],
    [5158, 4001, 7, 1],
  ])('Security %i is class %i, activity %i, status %i', (eventId, classUid, activityId, statusId) => {
    expect(decodeOne('windows-json', security(eventId, {})).ocsf).toMatchObject({ classUid, activityId, statusId });
  });

  it.each([
    ['System', 'system'],
    ['windows powershell', 'powershell-classic'],
    ['MICROSOFT-WINDOWS-TASKSCHEDULER/OPERATIONAL', 'taskscheduler'],
    ['Microsoft-Windows-AppLocker/EXE and DLL', 'applocker'],
    ['DNS Server', 'dns-server'],
  ])('channel %s is service %s', (channel, service) => {
    expect(decodeOne('windows-json', { EventID: 9999, Channel: channel }).logsource).toEqual({
      product: 'windows',
      service,
    });
  });

  it.each([
    ['Microsoft-Windows-PowerShell/Operational', 4104, 'ps_script'],
    ['Microsoft-Windows-PowerShell/Operational', 4103, 'ps_module'],
    ['Windows PowerShell', 400, 'ps_classic_start'],
    ['Windows PowerShell', 600, 'ps_classic_provider_start'],
  ])('%s %i is %s', (channel, eventId, category) => {
    expect(decodeOne('windows-json', { EventID: eventId, Channel: channel }).logsource.category).toBe(category);
  });

  it('takes a script block as the command line', () => {
    const event = decodeOne('windows-json', {
      EventID: 4104,
      Channel: 'Microsoft-Windows-PowerShell/Operational',
      ScriptBlockText: 'iex $x',
    });
    expect(event.ocsf.commandLine).toBe('iex $x');
  });

  it.each([
    [1, 5],
    [2, 4],
    [3, 3],
    [4, 1],
    [9, 0],
  ])('level %i is severity %i', (level, severityId) => {
    expect(decodeOne('windows-json', { EventID: 1, Channel: 'System', Level: level }).ocsf.severityId).toBe(severityId);
    expect(decodeOne('windows-json', evtx({ EventID: 1, Level: level }, {})).ocsf.severityId).toBe(severityId);
  });

  it.each([
    ['1', 'icmp'],
    ['17', 'udp'],
    ['58', 'icmp6'],
    ['47', '47'],
  ])('protocol number %s is %s', (number, protocol) => {
    expect(decodeOne('windows-json', security(5156, { Protocol: number })).ocsf.protocol).toBe(protocol);
  });
});

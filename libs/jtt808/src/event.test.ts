import { describe, expect, it } from 'vitest';
import { ascii, frameOf, fromHex, newFrame, oldFrame } from '../testing/hex.ts';
import { PLACE } from '../testing/vector.ts';
import { alarmNames, signedDegrees, statusNames } from './bits.ts';
import { decodeFrame } from './decode.ts';
import { toEvents } from './event.ts';
import type { FrameEvent, FrameMeta } from './event.ts';
import { createRegistry } from './registry.ts';
import { timeDigits, timeMs } from './time.ts';

const AT = Date.UTC(2026, 0, 17, 1, 30, 0);
const META: FrameMeta = { received: AT + 2500, srcIp: '192.0.2.1', srcPort: 4711, skippedBefore: 0 };
const eventsOf = (bytes: Uint8Array, meta: Partial<FrameMeta> = {}): readonly FrameEvent[] =>
  toEvents(decodeFrame(bytes), { ...META, ...meta });
const signalsOf = (bytes: Uint8Array): readonly unknown[] =>
  eventsOf(bytes)
    .slice(1)
    .map((event) => event.fields['jt808.signal']);
const signal = (bytes: Uint8Array, name: string): FrameEvent['fields'] | undefined =>
  eventsOf(bytes).find((event) => event.fields['jt808.signal'] === name)?.fields;

describe('the event of a frame', () => {
  it('of a position', () => {
    const [event, ...more] = eventsOf(oldFrame('0200', `${PLACE} 01 04 00001388 30 01 1f 31 01 0c`), {
      vin: 'LCDTEST18R0000017',
    });
    expect(more.map((one) => one.fields['jt808.signal'])).toEqual(['tamper_alarm']);
    expect(event).toEqual({
      time: AT,
      fields: {
        protocol: 'jtt808',
        cmd: 'position',
        cmd_code: 0x0200,
        status: 'ok',
        phone: '013900001234',
        vin: 'LCDTEST18R0000017',
        src_ip: '192.0.2.1',
        src_port: 4711,
        bytes: 55,
        clock_skew_s: 2.5,
        'jt808.direction': 'up',
        'jt808.edition': '2011/2013',
        'jt808.serial': 7,
        'jt808.variant': 'all',
        'jt808.lat': 39.070784,
        'jt808.lon': 117.281856,
        'jt808.altitude_m': 8,
        'jt808.speed_kmh': 59.5,
        'jt808.heading_deg': 90,
        'jt808.alarm_bits': 0x100,
        'jt808.status_bits': 3,
        'jt808.alarms': ['power_cut'],
        'jt808.states': ['acc_on', 'fixed'],
        'jt808.load': 0,
        'jt808.extra_ids': [1, 0x30, 0x31],
        'jt808.odometer_km': 500,
        'jt808.signal_strength': 31,
        'jt808.satellites': 12,
      },
    });
  });

  it('of active safety items, cut lists and garbage before', () => {
    const safety = `64 2f 00000001 01 02 02 37 1e 01 00 00 28 0008 02542c40 06fd9440 260117093000 0001 ${ascii('T000001')} 260117093000 01 02 00`;
    const [garbage, event] = eventsOf(newFrame('0200', `${PLACE} ${safety} e1`), { skippedBefore: 9 });
    expect(garbage?.fields).toMatchObject({ cmd: 'garbage', status: 'garbage', skipped_bytes: 9 });
    expect(event?.fields).toMatchObject({
      'jt808.adas_type': 2,
      'jt808.adas_level': 2,
      'jt808.adas_state': 1,
      'jt808.extras_undecoded_bytes': 1,
      'jt808.protocol_version': 1,
      'jt808.edition': '2019',
    });
  });

  it('of a time that is none', () => {
    const [event] = eventsOf(oldFrame('0200', `${PLACE.slice(0, -12)} 261317093000`));
    expect(event?.time).toBeUndefined();
    expect(event?.fields['time_invalid']).toBe(true);
    expect(event?.fields['clock_skew_s']).toBeUndefined();
  });

  it('of a sub-package, an encrypted body and bytes left over', () => {
    expect(eventsOf(frameOf('8701 2001 013900001234 0007 0003 0001 82'))[0]?.fields).toMatchObject({
      status: 'fragment',
      'jt808.package_total': 3,
      'jt808.package_index': 1,
    });
    expect(eventsOf(frameOf('8701 0401 013900001234 0007 82'))[0]?.fields['jt808.encryption']).toBe('rsa');
    expect(eventsOf(frameOf('8701 0801 013900001234 0007 82'))[0]?.fields['jt808.encryption']).toBe('bits_2');
    expect(eventsOf(oldFrame('0301', '05aabb'))[0]?.fields).toMatchObject({
      status: 'trailing',
      'jt808.undecoded_bytes': 2,
      'jt808.stop_offset': 1,
    });
  });

  it('of forgotten escapes', () => {
    const sent = Uint8Array.from([0x7e, ...fromHex('0003 0000 013900001234 0063'), 0x7e, 0x7e]);
    expect(eventsOf(sent)[0]?.fields['jt808.escape_fault']).toBe(true);
  });

  it('of other messages: plain fields in snake case, lists as count and numbers', () => {
    const [event] = eventsOf(newFrame('8003', '0007 0002 0001 0002'));
    expect(event?.fields).toMatchObject({
      'jt808.response_serial_no': 7,
      'jt808.id_count': 2,
      'jt808.id': [1, 2],
      'jt808.direction': 'down',
    });
    expect(eventsOf(newFrame('0701', '00000003 010203'))[0]?.fields['jt808.content_bytes']).toBe(3);
    expect(eventsOf(newFrame('8301', `02 01 07 02 ${ascii('hi')}`))[0]?.fields['jt808.events_count']).toBe(1);
  });
});

describe('a batch', () => {
  it('gives an event for every position, with its signals', () => {
    const second = PLACE.replace('00000100', '00000000').replace('260117093000', '261317093000');
    const events = eventsOf(oldFrame('0704', `0002 01 001c ${PLACE} 001c ${second}`));
    expect(events.map((event) => [event.fields['cmd'], event.fields['jt808.signal'], event.time])).toEqual([
      ['position_batch', undefined, undefined],
      ['position', undefined, AT],
      ['position_batch', 'tamper_alarm', AT],
      ['position', undefined, undefined],
    ]);
    expect(events[1]?.fields).toMatchObject({ 'jt808.batch_index': 0, 'jt808.lat': 39.070784 });
    expect(events[3]?.fields).toMatchObject({ 'jt808.batch_index': 1, time_invalid: true });
  });
});

describe('secrets', () => {
  it('stay out of events', () => {
    const frames = [
      newFrame('0102', `06 ${ascii('SECRET')} ${ascii('860000000000001')} ${ascii('V1.2', 20)}`),
      oldFrame('0102', ascii('SECRET')),
      oldFrame('8100', `0007 00 ${ascii('SECRET')}`),
      oldFrame('8105', `02 ${ascii('0;SECRET;apn;user;SECRET;192.0.2.9;7611')}`),
      oldFrame('8103', `01 00000012 06 ${ascii('SECRET')}`),
      oldFrame('9206', `01 ${ascii('h')} 0015 01 ${ascii('u')} 06 ${ascii('SECRET')} 00 01 ${'00'.repeat(24)}`),
    ];
    for (const bytes of frames) {
      expect(Buffer.from(bytes).toString('latin1')).toContain('SECRET');
      expect(JSON.stringify(eventsOf(bytes))).not.toContain('SECRET');
    }
  });
});

describe('security signals', () => {
  it('of frames that are not right', () => {
    const broken = oldFrame('0301', '05');
    broken[13] = 9;
    expect(signalsOf(broken)).toEqual(['bad_checksum']);
    expect(signalsOf(oldFrame('8001', '0007'))).toEqual(['bad_structure']);
    expect(signalsOf(oldFrame('0301', '0500'))).toEqual(['trailing_bytes']);
    expect(signalsOf(oldFrame('0f01', '05'))).toEqual(['unknown_message']);
    expect(signalsOf(newFrame('f001', '05'))).toEqual(['vendor_message']);
    expect(signalsOf(frameOf('0301 0401 013900001234 0007 05'))).toEqual(['encrypted_body']);
    expect(signalsOf(oldFrame('0002', ''))).toEqual([]);
  });

  it('of terminal control', () => {
    expect(signal(oldFrame('8105', '05'), 'terminal_control')).toMatchObject({
      'jt808.control': 'factory_reset',
      'jt808.control_code': 5,
      phone: '013900001234',
      cmd: 'terminal_control',
    });
    expect(signal(oldFrame('8105', 'ff'), 'terminal_control')).toMatchObject({ 'jt808.control': 'control_255' });
    const move = oldFrame('8105', `02 ${ascii('0;code;apn;user;pass;192.0.2.9;7611;0;30')}`);
    expect(signalsOf(move)).toEqual(['terminal_control', 'server_address_change']);
    expect(signal(move, 'server_address_change')).toMatchObject({ 'jt808.server': '192.0.2.9' });
    const upgrade = oldFrame('8105', `01 ${ascii('ftp://192.0.2.9/f;x')}`);
    expect(signal(upgrade, 'upgrade_command')).toMatchObject({ 'jt808.url': 'ftp://192.0.2.9/f' });
  });

  it('of parameters', () => {
    expect(signalsOf(oldFrame('8103', '01 00000001 04 0000001e'))).toEqual(['parameters_set']);
    const moved = oldFrame('8103', `02 00000013 09 ${ascii('192.0.2.9')} 00000018 04 00001f40`);
    expect(signalsOf(moved)).toEqual(['parameters_set', 'server_address_change']);
    expect(signal(moved, 'server_address_change')).toMatchObject({
      'jt808.parameter_ids': [0x13, 0x18],
      'jt808.parameter_values': ['192.0.2.9', 8000],
    });
  });

  it('of vehicle control in every form', () => {
    expect(signal(oldFrame('8500', '01'), 'vehicle_control')).toMatchObject({ 'jt808.control_codes': [1] });
    expect(signal(newFrame('8500', '0002 0001 01 f001 00'), 'vehicle_control')).toMatchObject({
      'jt808.control_codes': [1, 0xf001],
    });
    expect(signal(newFrame('8500', '0001 01'), 'vehicle_control')).toMatchObject({ 'jt808.control_codes': [1] });
  });

  it('of tunnels, keys, updates, CAN and video', () => {
    const server = `09 ${ascii('192.0.2.9')} 1f40 0000`;
    const expected = [
      [oldFrame('0900', '41 01'), 'pass_through', { 'jt808.pass_through_type': 0x41 }],
      [oldFrame('8900', 'f8 01'), 'pass_through', { 'jt808.pass_through_type': 0xf8 }],
      [oldFrame('8a00', `00000003 ${'01'.repeat(128)}`), 'rsa_key', { 'jt808.exponent': 3 }],
      [
        oldFrame('8108', `00 ${ascii('MAKER')} 04 ${ascii('V2.0')} 00000001 01`),
        'upgrade_package',
        { 'jt808.version': 'V2.0' },
      ],
      [oldFrame('0705', '0001 0930001234 00000123 0102030405060708'), 'can_upload', { 'jt808.can_ids': [0x123] }],
      [oldFrame('9101', `${server} 02 00 00`), 'live_video', { 'jt808.server': '192.0.2.9', 'jt808.channel': 2 }],
      [oldFrame('9201', `${server} 02 000000 0000 ${'00'.repeat(12)}`), 'video_playback', { 'jt808.tcp_port': 8000 }],
      [
        oldFrame('9206', `01 ${ascii('h')} 0015 00 00 00 01 ${'00'.repeat(24)}`),
        'file_upload',
        { 'jt808.tcp_port': 21 },
      ],
      [oldFrame('9208', `${server} ${'00'.repeat(64)}`), 'attachment_upload', { 'jt808.server': '192.0.2.9' }],
    ] as const;
    for (const [bytes, name, fields] of expected) expect(signal(bytes, name)).toMatchObject(fields);
  });

  it('of commands whose body cannot be read: a spoilt count hides nothing', () => {
    expect(signalsOf(oldFrame('8103', `09 00000013 09 ${ascii('192.0.2.9')}`))).toEqual([
      'bad_structure',
      'parameters_set',
    ]);
    expect(signalsOf(frameOf('8105 0401 013900001234 0007 05'))).toEqual(['encrypted_body', 'terminal_control']);
    expect(signalsOf(frameOf('8900 2001 013900001234 0007 0003 0001 41'))).toEqual(['pass_through']);
  });

  it('of immobilised vehicles', () => {
    const cut = PLACE.replace('00000003', '00000c03').replace('00000100', '00000000');
    expect(signal(oldFrame('0200', cut), 'immobilised')).toMatchObject({
      'jt808.circuits': ['fuel_cut', 'circuit_cut'],
    });
  });
});

describe('the registry', () => {
  const register = (device: string): Uint8Array =>
    oldFrame('0100', `000c 0064 ${ascii('MAKER')} ${ascii('MODEL', 20)} ${ascii(device)} 02 ${ascii('A12345')}`);

  it('notices a second registration, another terminal and another source', () => {
    const registry = createRegistry(10);
    const see = (bytes: Uint8Array, source = '192.0.2.1'): readonly string[] =>
      registry.observe(decodeFrame(bytes), source).map(({ kind }) => kind);
    expect(see(register('T000001'))).toEqual([]);
    expect(see(oldFrame('0200', PLACE))).toEqual([]);
    expect(see(register('T000001'))).toEqual(['re_registration']);
    expect(see(register('T000002'))).toEqual(['terminal_changed']);
    expect(see(oldFrame('0102', ascii('code')), '192.0.2.2')).toEqual(['source_changed']);
    expect(see(oldFrame('0003', ''))).toEqual([]);
    expect(registry.size()).toBe(0);
    expect(see(register('T000002'))).toEqual([]);
  });

  it('becomes events', () => {
    const registry = createRegistry(10);
    const frame = decodeFrame(register('T000001'));
    registry.observe(frame, '192.0.2.1');
    const notices = registry.observe(frame, '192.0.2.2');
    const found = toEvents(frame, { ...META, notices }).slice(1);
    expect(found.map((event) => event.fields['jt808.signal'])).toEqual(['re_registration', 'source_changed']);
    expect(found[1]?.fields).toMatchObject({ 'jt808.before': '192.0.2.1', 'jt808.now': '192.0.2.2' });
  });

  it('does not believe a frame with a wrong checksum, and is bounded', () => {
    const registry = createRegistry(2);
    const broken = register('T000001');
    broken[20] = 0x41;
    registry.observe(decodeFrame(broken), '192.0.2.1');
    expect(registry.size()).toBe(0);
    for (let phone = 1; phone <= 5; phone += 1) {
      const frame = decodeFrame(frameOf(`0102 0001 00000000000${phone} 0007 41`));
      registry.observe(frame, '192.0.2.1');
    }
    expect(registry.size()).toBe(2);
  });
});

describe('bits and times', () => {
  it('have names', () => {
    expect(alarmNames(0x8000_0001)).toEqual(['emergency', 'illegal_door']);
    expect(statusNames(0b110)).toEqual(['fixed', 'south']);
    expect(signedDegrees(0b1100, 1_500_000, 2_500_000)).toEqual({ lat: -1.5, lon: -2.5 });
  });

  it('are local to GMT+8', () => {
    expect(timeMs('260117093000')).toBe(AT);
    expect(timeDigits(AT)).toBe('260117093000');
    for (const wrong of [
      '260230000000',
      '260117240000',
      '260117096000',
      '260117093060',
      '26011709300a',
      '',
      '2601170930',
    ])
      expect(timeMs(wrong)).toBeUndefined();
  });
});

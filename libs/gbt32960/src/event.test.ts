import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFrameArb } from '../testing/arbitraries.ts';
import { frameHex, fromHex, TEST_VIN } from '../testing/hex.ts';
import { writeUpgrade } from './control.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { toEvents } from './event.ts';
import type { FrameEvent, FrameMeta } from './event.ts';

const TIME = '1a0b17093a05';
const MS = Date.UTC(2026, 10, 23, 1, 58, 5);
const META: FrameMeta = { received: MS + 1500, srcIp: '192.0.2.7', srcPort: 40_001, skippedBefore: 0 };
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const event = (
  start: '2323' | '2424',
  command: string,
  unit: string,
  answer?: string,
  encryption?: string,
): FrameEvent => {
  const [first] = toEvents(decodeFrame(frameHex(start, command, unit, answer, encryption)), META);
  if (first === undefined) throw new Error('no event');
  return first;
};

describe('events of a report', () => {
  it('carry the quantities of every body under one name for both editions', () => {
    const { time, fields } = event(
      '2323',
      '02',
      `${TIME} 01 01 03 01 0177 00069d08 187c 2285 3c 01 1e 1964 05 0d
       02 02 01 01 4b 639c 3a34 6d 187c 2710 02 04 ff ffff ffff ff ffff ffff
       05 00 073d8aa5 01dc89d0 06 01 12 0ce4 01 65 0ca8 01 33 49 01 14 42
       07 02 00000803 01 00010003 00 00 00
       08 01 01 0ed8 2710 00c0 0001 03 0fdd 0fdf ffff 09 01 01 0002 3c 3d 80 0002 abcd`,
    );
    expect(time).toBe(MS);
    expect(fields).toEqual({
      protocol: 'gbt32960',
      edition: '2016',
      cmd: 'realtime',
      cmd_code: 2,
      answer: 'command',
      status: 'ok',
      bytes: 147,
      src_ip: '192.0.2.7',
      src_port: 40_001,
      vin: TEST_VIN,
      clock_skew_s: 1.5,
      items: ['vehicle', 'motors', 'position', 'extremes', 'alarm', 'cells', 'temperatures'],
      vehicle_state: 1,
      charge_state: 3,
      run_mode: 1,
      speed_kmh: 37.5,
      odometer_km: 43_341.6,
      voltage_v: 626.8,
      current_a: -116.3,
      soc_pct: 60,
      dcdc: 1,
      gear: 30,
      insulation_kohm: 6500,
      accel_pedal_pct: 5,
      brake_pedal_pct: 13,
      motor_state: [1, 4],
      motor_rpm: [5500, null],
      motor_torque_nm: [-510, null],
      motor_temp_c: [69, null],
      motor_ctrl_temp_c: [35, null],
      motor_ctrl_voltage_v: [626.8, null],
      motor_dc_current_a: [0, null],
      lon: 121.473701,
      lat: 31.230416,
      position_valid: true,
      extreme_v_max: 3.3,
      extreme_v_max_system: 1,
      extreme_v_max_cell: 18,
      extreme_v_min: 3.24,
      extreme_v_min_system: 1,
      extreme_v_min_cell: 101,
      extreme_c_max: 33,
      extreme_c_max_system: 1,
      extreme_c_max_probe: 51,
      extreme_c_min: 26,
      extreme_c_min_system: 1,
      extreme_c_min_probe: 20,
      alarm_level: 2,
      alarm_bits: 0x803,
      alarms: ['temperature_difference', 'battery_over_temperature', 'insulation'],
      storage_faults: [65_539],
      cell_v_count: 3,
      cell_v_min: 4.061,
      cell_v_max: 4.063,
      probe_c_count: 2,
      probe_c_min: 20,
      probe_c_max: 21,
      user_block_types: [0x80],
      user_block_bytes: 2,
    });
    const newer = event(
      '2424',
      '02',
      `${TIME} 01 01 03 01 0177 00069d08 187c 70a5 3c 01 1e 1964 05 00 02 073d8aa5 01dc89d0`,
    ).fields;
    expect(newer).toMatchObject({
      edition: '2025',
      speed_kmh: 37.5,
      current_a: -116.3,
      lon: 121.473701,
      coord_system: 2,
    });
  });

  it('carry stacks, capacitors and alarm levels of 2025', () => {
    const { fields } = event(
      '2424',
      '02',
      `${TIME} 30 01 01 0bb8 03e8 05dc 03e8 41 0002 64 65 31 01 0bb8 7530 0002 0a28 0a29 0001 41
       32 01 000a 1d4c 02 000b 07d0 03 000c 78 04 000d 28 06 04 00800000 00 00 00 00 01 17 04 ff 01 0000 0000`,
    );
    expect(fields).toMatchObject({
      stack_voltage_v: [300],
      stack_probe_c_max: 61,
      supercapacitor_voltage_v: 300,
      supercapacitor_cell_v_min: 2.6,
      supercapacitor_probe_c_count: 1,
      supercapacitor_extreme_v_max_cell: 10,
      alarms: ['storage_thermal_event'],
      alarm_level: 4,
      alarm_level_bits: [23],
      alarm_level_values: [4],
      signature_algorithm: 1,
      signature_found: 'walk',
    });
  });

  it('show a clock that runs ahead as a negative skew, and a time that is none', () => {
    expect(event('2323', '02', '1a0b17093a09').fields['clock_skew_s']).toBe(-2.5);
    const broken = event('2323', '02', '1a0d17093a05');
    expect(broken.time).toBeUndefined();
    expect(broken.fields).toMatchObject({ time_invalid: true });
    expect(broken.fields).not.toHaveProperty('clock_skew_s');
  });

  it('bound the number of fault codes', () => {
    const codes = '0000000a'.repeat(200);
    expect(event('2323', '02', `${TIME} 07 01 00000000 c8 ${codes} 00 00 00`).fields['storage_faults']).toHaveLength(
      64,
    );
  });
});

describe('events of faults', () => {
  it('name the status and where decoding stopped', () => {
    expect(event('2323', '02', `${TIME} 04 01`).fields).toMatchObject({
      status: 'structure',
      stop_offset: 30,
      undecoded_bytes: 2,
    });
    const bytes = frameHex('2323', '04', `${TIME} 0001`);
    bytes[30] = 0x77;
    expect(toEvents(decodeFrame(bytes), META)[0]?.fields).toMatchObject({
      cmd: 'vehicle_logout',
      status: 'bcc',
      vin: TEST_VIN,
    });
    expect(event('2323', '02', 'aabb', 'fe', '03').fields).toMatchObject({ status: 'encrypted', encryption: 'aes' });
  });

  it('tell skipped bytes in an event of their own, before the frame', () => {
    const events = toEvents(decodeFrame(frameHex('2323', '07', '')), { ...META, skippedBefore: 13 });
    expect(events.map((one) => one.fields['cmd'])).toEqual(['garbage', 'heartbeat']);
    expect(events[0]).toEqual({
      time: undefined,
      fields: {
        protocol: 'gbt32960',
        cmd: 'garbage',
        status: 'garbage',
        skipped_bytes: 13,
        src_ip: '192.0.2.7',
        src_port: 40_001,
      },
    });
  });

  it('give the identifier as hex when it cannot be printed', () => {
    const bytes = frameHex('2323', '07', '');
    bytes[4] = 0xff;
    expect(toEvents(decodeFrame(bytes), META)[0]?.fields).toMatchObject({ id_hex: `ff${ascii(TEST_VIN.slice(1))}` });
    const padded = encodeFrame({
      edition: '2016',
      command: 7,
      answer: 0xfe,
      id: `PLATFORM-1${'\0'.repeat(7)}`,
      encryption: 1,
      body: { kind: 'empty' },
    });
    expect(toEvents(decodeFrame(padded), META)[0]?.fields['vin']).toBe('PLATFORM-1');
  });
});

describe('events of session commands', () => {
  it('never carry a password or a key', () => {
    const login = event(
      '2323',
      '05',
      `${TIME} 0001 ${ascii('OEM-PLATFORM')} ${ascii('TopSecret-1')}${'00'.repeat(9)} 01`,
    );
    expect(login.fields).toMatchObject({ platform_user: 'OEM-PLATFORM', password_in_clear: true, serial: 1 });
    expect(JSON.stringify(login)).not.toContain('TopSecret');
    const exchange = event('2424', '0b', `05 0010 ${'a5'.repeat(16)} ${TIME} ${TIME}`);
    expect(exchange.fields).toMatchObject({ cmd: 'key_exchange', key_type: 'sm4' });
    expect(JSON.stringify(exchange)).not.toContain('a5a5');
  });

  it('carry logins, logouts, activations and parameters', () => {
    expect(
      event('2323', '01', `${TIME} 0007 ${ascii('89860426102180123456')} 01 02 ${ascii('AB')}`).fields,
    ).toMatchObject({
      serial: 7,
      iccid: '89860426102180123456',
      subsystem_codes: ['AB'],
    });
    expect(event('2323', '04', `${TIME} 0007`).fields).toMatchObject({ serial: 7 });
    expect(event('2424', '0a', '01 00').fields).toMatchObject({ activated: true, activation_info: 0 });
    expect(
      event('2424', '09', `${TIME} ${ascii('CHIP000000000001')} 0000 ${ascii(TEST_VIN)} 02 0000 0000`).fields,
    ).toMatchObject({
      chip_id: 'CHIP000000000001',
      activated_vin: TEST_VIN,
      signature_algorithm: 2,
    });
    expect(event('2323', '80', `${TIME} 01 09`).fields).toMatchObject({ parameter_ids: [9] });
    expect(event('2323', '81', `${TIME} 02 04 03 05 ${ascii('tsp')}`).fields).toMatchObject({
      parameter_ids: [4, 5],
      parameter_values: [3, 'tsp'],
    });
  });

  it('open control commands', () => {
    const parameters = writeUpgrade({
      url: 'ftp://203.0.113.9/x.bin',
      accessPoint: '',
      user: '',
      password: 'hidden',
      address: fromHex('0000cb007109'),
      port: 21,
      maker: 'CDUN',
      hardwareVersion: '1',
      firmwareVersion: '9.9',
      timeLimit: 10,
    });
    const opened = event('2323', '82', `${TIME} 01 ${Buffer.from(parameters).toString('hex')}`);
    expect(JSON.stringify(opened)).not.toContain('hidden');
    expect(JSON.stringify(opened)).not.toContain(ascii('hidden'));
    expect(opened.fields).toMatchObject({
      control: 'upgrade',
      upgrade_url: 'ftp://203.0.113.9/x.bin',
      upgrade_address_hex: '0000cb007109',
      upgrade_firmware: '9.9',
    });
    expect(event('2323', '82', `${TIME} 06 02 c7ebcda3b3b5`).fields).toMatchObject({
      control: 'warning',
      warning_level: 2,
      warning_text: '请停车',
    });
    expect(event('2323', '82', `${TIME} 03`).fields).toMatchObject({ control: 'reset', control_bytes: 0 });
    expect(event('2323', '82', `${TIME} 90 aabb`).fields).toMatchObject({ control: 'custom_90', control_hex: 'aabb' });
  });

  it('exist for every frame, in names and values that JSON can carry', () => {
    fc.assert(
      fc.property(anyFrameArb, (input) => {
        for (const { fields } of toEvents(decodeFrame(encodeFrame(input)), META)) {
          for (const [name, value] of Object.entries(fields)) {
            expect(name).toMatch(/^[a-z0-9_]+$/);
            for (const one of [value].flat())
              expect(one === null || ['string', 'boolean'].includes(typeof one) || Number.isFinite(one)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

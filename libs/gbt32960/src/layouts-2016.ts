import { celsius, code, fields, groups, list, quantity } from './layout.ts';
import type { LayoutTable } from './layout.ts';

/** Offset of electric currents in 2016: -1000 A at 0.1 A. */
const AMPERE = -10_000;

/** First and last type of the user-defined blocks, which carry their own length (both editions). */
export const USER_BLOCK = { from: 0x80, to: 0xfe } as const;

/** Information bodies of GB/T 32960.3-2016: tables 9-17 (types 01-07) and Annex B (08, 09; pedals of 01). */
export const LAYOUTS_2016: LayoutTable = new Map([
  [
    0x01,
    [
      fields(
        code('state'),
        code('charge'),
        code('mode'),
        quantity('speed_kmh', 2, 10),
        quantity('odometer_km', 4, 10),
        quantity('voltage_V', 2, 10),
        quantity('current_A', 2, 10, AMPERE),
        quantity('soc_pct', 1),
        code('dcdc'),
        code('gear'),
        quantity('insulation_kohm', 2),
        quantity('accel_pedal_pct', 1),
        quantity('brake_pedal_pct', 1),
      ),
    ],
  ],
  [
    0x02,
    [
      groups(
        'motors',
        fields(
          code('no'),
          code('state'),
          celsius('ctrl_temp_C'),
          quantity('rpm', 2, 1, -20_000),
          quantity('torque_Nm', 2, 10, -20_000),
          celsius('temp_C'),
          quantity('ctrl_voltage_V', 2, 10),
          quantity('dc_current_A', 2, 10, AMPERE),
        ),
      ),
    ],
  ],
  [
    0x03,
    [
      fields(quantity('voltage_V', 2, 10), quantity('current_A', 2, 10), quantity('consumption_kg100km', 2, 100)),
      list('temps', 2, 1),
      fields(
        quantity('h2_max_temp_C', 2, 10, -400),
        code('h2_max_temp_probe'),
        quantity('h2_max_conc_mgkg', 2),
        code('h2_max_conc_sensor'),
        quantity('h2_max_pressure_MPa', 2, 10),
        code('h2_max_pressure_sensor'),
        code('hv_dcdc'),
      ),
    ],
  ],
  [0x04, [fields(code('state'), quantity('crank_rpm', 2), quantity('consumption_L100km', 2, 100))]],
  [0x05, [fields(code('status'), quantity('lon', 4, 1_000_000), quantity('lat', 4, 1_000_000))]],
  [
    0x06,
    [
      fields(
        code('max_v_sys'),
        code('max_v_cell'),
        quantity('max_v_V', 2, 1000),
        code('min_v_sys'),
        code('min_v_cell'),
        quantity('min_v_V', 2, 1000),
        code('max_t_sys'),
        code('max_t_probe'),
        celsius('max_t_C'),
        code('min_t_sys'),
        code('min_t_probe'),
        celsius('min_t_C'),
      ),
    ],
  ],
  [
    0x07,
    [
      fields(code('max_level'), code('bits', 4)),
      list('ress_faults', 1, 4),
      list('motor_faults', 1, 4),
      list('engine_faults', 1, 4),
      list('other_faults', 1, 4),
    ],
  ],
  [
    0x08,
    [
      groups(
        'systems',
        fields(
          code('no'),
          quantity('voltage_V', 2, 10),
          quantity('current_A', 2, 10, AMPERE),
          code('cell_total', 2),
          code('first_cell', 2),
        ),
        list('cells', 1, 2),
      ),
    ],
  ],
  [0x09, [groups('systems', fields(code('no')), list('temps', 2, 1))]],
]);

import { celsius, code, fields, groups, list, quantity } from './layout.ts';
import type { LayoutTable } from './layout.ts';

/** Offset of electric currents in 2025: -3000 A at 0.1 A. */
const AMPERE = -30_000;

/** The type byte that starts the signature at the end of a realtime data unit (2025). */
export const SIGNATURE_MARK = 0xff;

/** Information bodies of GB/T 32960.3-2025: types 01-08 and 30-32 (fuel-cell stack, supercapacitor and its extremes). */
export const LAYOUTS_2025: LayoutTable = new Map([
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
          quantity('rpm', 2, 1, -32_000),
          quantity('torque_Nm', 4, 10, -200_000),
          celsius('temp_C'),
        ),
      ),
    ],
  ],
  [
    0x03,
    [
      fields(
        quantity('h2_max_temp_C', 2, 1, -40),
        code('h2_max_temp_probe'),
        quantity('h2_max_conc_pct', 2, 10_000),
        code('h2_max_conc_sensor'),
        quantity('h2_max_pressure_MPa', 2, 10),
        code('h2_max_pressure_sensor'),
        code('hv_dcdc'),
        quantity('h2_left_pct', 1),
        celsius('hv_dcdc_temp_C'),
      ),
    ],
  ],
  [0x04, [fields(quantity('crank_rpm', 2))]],
  [0x05, [fields(code('status'), code('coord_system'), quantity('lon', 4, 1_000_000), quantity('lat', 4, 1_000_000))]],
  [
    0x06,
    [
      fields(code('max_level'), code('bits', 4)),
      list('ress_faults', 1, 4),
      list('motor_faults', 1, 4),
      list('engine_faults', 1, 4),
      list('other_faults', 1, 4),
      groups('levels', fields(code('bit'), code('level'))),
    ],
  ],
  [
    0x07,
    [
      groups(
        'packs',
        fields(code('no'), quantity('voltage_V', 2, 10), quantity('current_A', 2, 10, AMPERE)),
        list('cells', 2, 2),
      ),
    ],
  ],
  [0x08, [groups('packs', fields(code('no')), list('temps', 2, 1))]],
  [
    0x30,
    [
      groups(
        'stacks',
        fields(
          code('no'),
          quantity('voltage_V', 2, 10),
          quantity('current_A', 2, 10),
          quantity('h2_inlet_kPa', 2, 10, -1000),
          quantity('air_inlet_kPa', 2, 10, -1000),
          celsius('air_inlet_temp_C'),
        ),
        list('temps', 2, 1),
      ),
    ],
  ],
  [
    0x31,
    [
      fields(code('no'), quantity('voltage_V', 2, 10), quantity('current_A', 2, 10, AMPERE)),
      list('cells', 2, 2),
      list('temps', 2, 1),
    ],
  ],
  [
    0x32,
    [
      fields(
        code('max_v_sys'),
        code('max_v_cell', 2),
        quantity('max_v_V', 2, 1000),
        code('min_v_sys'),
        code('min_v_cell', 2),
        quantity('min_v_V', 2, 1000),
        code('max_t_sys'),
        code('max_t_probe', 2),
        celsius('max_t_C'),
        code('min_t_sys'),
        code('min_t_probe', 2),
        celsius('min_t_C'),
      ),
    ],
  ],
]);

import { bits, enumerated, integer, openSequence, optional, sequence } from '@chedun/asn1';

/** DF_MotionConfidenceSet. */
export const MotionConfidenceSet = sequence({
  speedCfd: optional(
    enumerated(['unavailable', 'prec100ms', 'prec10ms', 'prec5ms', 'prec1ms', 'prec0-1ms', 'prec0-05ms', 'prec0-01ms']),
  ),
  headingCfd: optional(
    enumerated([
      'unavailable',
      'prec10deg',
      'prec05deg',
      'prec01deg',
      'prec0-1deg',
      'prec0-05deg',
      'prec0-01deg',
      'prec0-0125deg',
    ]),
  ),
  steerCfd: optional(enumerated(['unavailable', 'prec2deg', 'prec1deg', 'prec0-02deg'])),
});

/** DF_AccelerationSet4Way: 0.01 m/s² (2001 = unavailable), vertical 0.02 g (-127 = unavailable), yaw rate 0.01 °/s. */
export const AccelerationSet4Way = sequence({
  long: integer(-2000, 2001),
  lat: integer(-2000, 2001),
  vert: integer(-127, 127),
  yaw: integer(-32_767, 32_767),
});

const PEDAL = ['unavailable', 'off', 'on'] as const;
const CONTROL = ['unavailable', 'off', 'on', 'engaged'] as const;

/** DF_BrakeSystemStatus; the first name is spelt as in the standard. */
export const BrakeSystemStatus = sequence({
  brakePadel: optional(enumerated(PEDAL)),
  wheelBrakes: optional(bits(5)),
  traction: optional(enumerated(CONTROL)),
  abs: optional(enumerated(CONTROL)),
  scs: optional(enumerated(CONTROL)),
  brakeBoost: optional(enumerated(PEDAL)),
  auxBrakes: optional(enumerated(['unavailable', 'off', 'on', 'reserved'])),
});

/** DF_VehicleSize: width and length in cm, height in 5 cm (units unverified). */
export const VehicleSize = sequence({
  width: integer(0, 1023),
  length: integer(0, 4095),
  height: optional(integer(0, 127)),
});

/** DF_VehicleClassification: basic class (10 = passenger car) and fuel. */
export const VehicleClassification = openSequence({
  classification: integer(0, 255),
  fuelType: optional(integer(0, 15)),
});

import type { ValueOf } from '@chedun/asn1';
import type { AccelerationSet4Way, VehicleClassification, VehicleSize } from '../schema/vehicle.ts';
import { put, scaled } from './fields.ts';
import type { EventFields } from './fields.ts';
import { classOf, fuelName } from './names.ts';

/** What a vehicle says of itself and what a roadside unit says of a participant. */
export interface Moving {
  readonly speed: number;
  readonly heading: number;
  readonly angle?: number | undefined;
  readonly transmission?: string | undefined;
  readonly accelSet?: ValueOf<typeof AccelerationSet4Way> | undefined;
  readonly size: ValueOf<typeof VehicleSize>;
  readonly vehicleClass?: ValueOf<typeof VehicleClassification> | undefined;
}

const addAcceleration = (fields: EventFields, accel: NonNullable<Moving['accelSet']>): void => {
  put(fields, 'v2x.accel_long_mps2', scaled(accel.long, 2001, 0.01, 2));
  put(fields, 'v2x.accel_lat_mps2', scaled(accel.lat, 2001, 0.01, 2));
  put(fields, 'v2x.accel_vert_g', scaled(accel.vert, -127, 0.02, 2));
  put(fields, 'v2x.yaw_dps', Number((accel.yaw * 0.01).toFixed(2)));
};

/** Speed, heading, steering, gear, accelerations, size and class in units; unavailable values are left out. */
export const addMotion = (fields: EventFields, moving: Moving): void => {
  put(fields, 'v2x.speed_mps', scaled(moving.speed, 8191, 0.02, 2));
  put(fields, 'v2x.heading_deg', scaled(moving.heading, 28_800, 0.0125, 4));
  put(fields, 'v2x.steering_deg', scaled(moving.angle, 127, 1.5, 1));
  put(fields, 'v2x.transmission', moving.transmission === 'unavailable' ? undefined : moving.transmission);
  if (moving.accelSet !== undefined) addAcceleration(fields, moving.accelSet);
  fields['v2x.width_cm'] = moving.size.width;
  fields['v2x.length_cm'] = moving.size.length;
  put(fields, 'v2x.height_cm', moving.size.height === undefined ? undefined : moving.size.height * 5);
  if (moving.vehicleClass === undefined) return;
  fields['v2x.class_code'] = moving.vehicleClass.classification;
  fields['v2x.class'] = classOf(moving.vehicleClass.classification);
  const { fuelType } = moving.vehicleClass;
  put(fields, 'v2x.fuel', fuelType === undefined ? undefined : fuelName(fuelType));
};

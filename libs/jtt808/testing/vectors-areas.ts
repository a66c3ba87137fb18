import { ascii, fromHex } from './hex.ts';
import { both, latest, old } from './vector.ts';
import type { Vector } from './vector.ts';

const POINT = '02542c40 06fd9440';
const AT = { latitude: 39_070_784, longitude: 117_281_856 };
const SPAN = '260101000000 261231235959';
const SPAN_VALUES = { startTime: '260101000000', endTime: '261231235959' };
const LIMIT = '0050 0a';
const LIMIT_VALUES = { maxSpeed: 80, duration: 10 };
const NAME = `0003 ${ascii('z-1')}`;

const circles: readonly Vector[] = [
  old(0x8600, '2013', `01 02 00000001 0003 ${POINT} 00000064 ${SPAN} ${LIMIT} 00000002 0000 ${POINT} 000000c8`, {
    action: 1,
    items: [
      { id: 1, attribute: 3, ...AT, radius: 100, ...SPAN_VALUES, ...LIMIT_VALUES },
      { id: 2, attribute: 0, ...AT, radius: 200 },
    ],
  }),
  latest(0x8600, '2019', `01 01 00000001 0002 ${POINT} 00000064 ${LIMIT} 003c ${NAME}`, {
    action: 1,
    items: [{ id: 1, attribute: 2, ...AT, radius: 100, ...LIMIT_VALUES, nightMaxSpeed: 60, name: 'z-1' }],
  }),
];

const CORNERS = {
  latitudeUL: 39_070_784,
  longitudeUL: 117_281_856,
  latitudeLR: 39_070_784,
  longitudeLR: 117_281_856,
};

const rectangles: readonly Vector[] = [
  old(0x8602, '2013', `00 01 00000003 0001 ${POINT} ${POINT} ${SPAN}`, {
    action: 0,
    items: [{ id: 3, attribute: 1, ...CORNERS, ...SPAN_VALUES }],
  }),
  latest(0x8602, '2019', `00 01 00000003 0000 ${POINT} ${POINT} 0000`, {
    action: 0,
    items: [{ id: 3, attribute: 0, ...CORNERS, name: '' }],
  }),
];

const polygons: readonly Vector[] = [
  old(0x8604, '2013', `00000004 0003 ${SPAN} ${LIMIT} 0002 ${POINT} ${POINT}`, {
    id: 4,
    attribute: 3,
    ...SPAN_VALUES,
    ...LIMIT_VALUES,
    points: [AT, AT],
  }),
  latest(0x8604, '2019', `00000004 0002 ${LIMIT} 0001 ${POINT} 003c ${NAME}`, {
    id: 4,
    attribute: 2,
    ...LIMIT_VALUES,
    points: [AT],
    nightMaxSpeed: 60,
    name: 'z-1',
  }),
];

const BEND = `00000001 00000009 ${POINT} 14`;
const BEND_VALUES = { id: 1, routeId: 9, ...AT, width: 20 };

const routes: readonly Vector[] = [
  old(0x8606, '2013', `00000005 0001 ${SPAN} 0001 ${BEND} 03 0e10 0e10 ${LIMIT}`, {
    id: 5,
    attribute: 1,
    ...SPAN_VALUES,
    items: [{ ...BEND_VALUES, attribute: 3, upperLimit: 3600, lowerLimit: 3600, ...LIMIT_VALUES }],
  }),
  latest(0x8606, '2019', `00000005 0000 0002 ${BEND} 00 ${BEND} 02 ${LIMIT} 003c ${NAME}`, {
    id: 5,
    attribute: 0,
    items: [
      { ...BEND_VALUES, attribute: 0 },
      { ...BEND_VALUES, attribute: 2, ...LIMIT_VALUES, nightMaxSpeed: 60 },
    ],
    name: 'z-1',
  }),
];

const found: readonly Vector[] = [
  ...both(0x8601, '02 00000001 00000002', { id: [1, 2] }),
  ...both(0x8603, '00', { id: [] }),
  ...both(0x8605, '01 00000001', { id: [1] }),
  ...both(0x8607, '01 00000007', { id: [7] }),
  ...both(0x8608, '01', { type: 1 }),
  ...both(0x8608, '01 00000002 00000001 00000002', { type: 1, id: [1, 2] }),
  latest(0x0608, '2019', `01 00000001 00000001 0000 ${POINT} 00000064 ${NAME}`, {
    type: 1,
    total: 1,
    items: [{ id: 1, attribute: 0, ...AT, radius: 100, name: 'z-1' }],
  }),
  latest(0x0608, '2019', '09 00000001 aabb', { type: 9, total: 1, data: fromHex('aabb') }),
  latest(0x0608, 'opaque', '02 00000001 aabb', { type: 2, total: 1, data: fromHex('aabb') }),
];

/** Bodies about areas and routes. */
export const AREA_VECTORS: readonly Vector[] = [...circles, ...rectangles, ...polygons, ...routes, ...found];

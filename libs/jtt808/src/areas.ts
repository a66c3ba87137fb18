import { byte, choice, counted, dword, ifBit, list, numbers, optional, restBytes, text, time, word } from './layout.ts';
import type { Layout } from './layout.ts';
import { changed, same, varied } from './message.ts';
import type { MessageType } from './message.ts';

/** Areas and routes: clauses 8.34-8.41 (8600-8608) and 0608. Attribute bit 0: times given, bit 1: speed limit given. */

const times = ifBit('attribute', 0, time('startTime'), time('endTime'));
const limit = ifBit('attribute', 1, word('maxSpeed'), byte('duration'));
const nightLimit = ifBit('attribute', 1, word('nightMaxSpeed'));
const named: Layout = [nightLimit, text('name', 2)];
const head: Layout = [dword('id'), word('attribute')];

const circle: Layout = [...head, dword('latitude'), dword('longitude'), dword('radius'), times, limit];
const rectangle: Layout = [
  ...head,
  dword('latitudeUL'),
  dword('longitudeUL'),
  dword('latitudeLR'),
  dword('longitudeLR'),
  times,
  limit,
];
const polygon: Layout = [...head, times, limit, list('points', 2, dword('latitude'), dword('longitude'))];

const bend: Layout = [
  dword('id'),
  dword('routeId'),
  dword('latitude'),
  dword('longitude'),
  byte('width'),
  byte('attribute'),
  ifBit('attribute', 0, word('upperLimit'), word('lowerLimit')),
  limit,
];
const route = (latest: boolean): Layout => [
  ...head,
  times,
  list('items', 2, ...bend, ...(latest ? [nightLimit] : [])),
  ...(latest ? [text('name', 2)] : []),
];

const areaList = (...item: Layout): Layout => [byte('action'), list('items', 1, ...item)];
const ids = numbers('id', 1, 4);

/** What 0608 returns, by query type. */
const found = (...item: Layout): Layout => [counted('items', 'total', ...item)];
const answer: Layout = [
  byte('type'),
  dword('total'),
  choice(
    'type',
    [
      [1, found(...circle, ...named)],
      [2, found(...rectangle, ...named)],
      [3, found(...polygon, ...named)],
      [4, found(...route(true))],
    ],
    restBytes('data'),
  ),
];
const opaque: Layout = [byte('type'), dword('total'), restBytes('data')];

const answers = [
  { name: '2019', layout: answer },
  { name: 'opaque', layout: opaque },
];

/** Messages about areas and routes. */
export const AREA_MESSAGES: readonly MessageType[] = [
  varied(0x0608, 'area_query_answer', answers, answers),
  changed(0x8600, 'set_circles', areaList(...circle), areaList(...circle, ...named)),
  same(0x8601, 'delete_circles', ids),
  changed(0x8602, 'set_rectangles', areaList(...rectangle), areaList(...rectangle, ...named)),
  same(0x8603, 'delete_rectangles', ids),
  changed(0x8604, 'set_polygon', polygon, [...polygon, ...named]),
  same(0x8605, 'delete_polygons', ids),
  changed(0x8606, 'set_route', route(false), route(true)),
  same(0x8607, 'delete_routes', ids),
  same(0x8608, 'query_areas', byte('type'), optional(numbers('id', 4, 4))),
];

import { expect, it } from 'vitest';
import { isDrillGroup, markedValues } from './drill.ts';
import { assetsOf } from './report.ts';

it('texts of test events are apart from real ones and from other drills; numbers are summed as they are', () => {
  expect(markedValues(['li', 12, '12', null], 'd-1')).toEqual(['drill:d-1 li', 12, '12', null]);
  expect(markedValues(['li'], 'd-1')).not.toEqual(markedValues(['li'], 'd-2'));
});

it('a firing of test events is about the drill, any other about its group', () => {
  const group = [['account', 'drill:d-1 li']] as const;
  expect(isDrillGroup(group)).toBe(true);
  expect(assetsOf({ group })).toEqual([{ kind: 'source', id: 'drill' }]);
  expect(isDrillGroup([['account', 'drill']])).toBe(false);
  expect(assetsOf({ group: [['account', 'li']] })).toEqual([{ kind: 'account', id: 'li' }]);
});

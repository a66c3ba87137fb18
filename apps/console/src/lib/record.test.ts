import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields } from './changes.ts';
import { codeOf, eventKey, subjectOf, summaryOf } from './eventRow.ts';
import { splitMark } from './mark.ts';
import { marksOf, nestedLines } from './record.ts';

const FIELDS = [
  { path: 'Event.System.EventID', value: '1' },
  { path: 'Event.System.Computer', value: 'tsp-web-01' },
  { path: 'Event.EventData.CommandLine', value: 'powershell -Enc SQBF' },
];

describe('the tree of a record', () => {
  it('names each branch once above its leaves', () => {
    expect(nestedLines(FIELDS, [], '').map(({ depth, name, value }) => [depth, name, value])).toEqual([
      [0, 'Event', undefined],
      [1, 'System', undefined],
      [2, 'EventID', '1'],
      [2, 'Computer', 'tsp-web-01'],
      [1, 'EventData', undefined],
      [2, 'CommandLine', 'powershell -Enc SQBF'],
    ]);
  });

  it('can be filtered by name and by value', () => {
    expect(nestedLines(FIELDS, [], 'computer').map(({ name }) => name)).toEqual(['Event', 'System', 'Computer']);
    expect(nestedLines(FIELDS, [], 'sqbf').at(-1)?.name).toBe('CommandLine');
    expect(nestedLines(FIELDS, [], 'nothing')).toEqual([]);
  });

  it('has unique paths, so that each line is drawn once', () => {
    const name = fc.stringMatching(/^[a-c]{1,2}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const lines = nestedLines(
          paths.map((each) => ({ path: each, value: 'x' })),
          [],
          '',
        );
        expect(lines.filter(({ value }) => value !== undefined)).toHaveLength(paths.length);
      }),
    );
  });

  it('marks the part that matched, or the whole value when the rule named something else', () => {
    const matched = [{ field: 'CommandLine', value: ' -enc ' }];
    expect(nestedLines(FIELDS, matched, '').at(-1)?.marks).toEqual([' -enc ']);
    expect(marksOf({ path: 'EventID', value: '1' }, [{ field: 'eventid', value: '>=1' }])).toEqual(['1']);
    expect(marksOf({ path: 'NewEventID', value: '1' }, [{ field: 'EventID', value: '1' }])).toEqual([]);
  });
});

describe('marks', () => {
  it('split a text at the first that occurs, ignoring case', () => {
    expect(splitMark('a PowerShell b', ['x', 'powershell'])).toEqual(['a ', 'PowerShell', ' b']);
    expect(splitMark('abc', ['', 'd'])).toBeUndefined();
  });
});

describe('events in lists', () => {
  const row = { columns: { host: 'h', event_code: 4624, process: 'cmd.exe', command_line: 'cmd /c dir' }, message: '' };
  it('are about the vehicle first, then the host', () => {
    expect(subjectOf(row)).toBe('h');
    expect(subjectOf({ columns: { host: 'h', vin: 'V' } })).toBe('V');
    expect(subjectOf({ columns: {} })).toBe('');
  });

  it('tell their message, else their most telling values', () => {
    expect(summaryOf(row)).toBe('cmd /c dir · cmd.exe');
    expect(summaryOf({ ...row, message: 'hello' })).toBe('hello');
    expect(summaryOf({ columns: { vin: 'V', event_code: 'unlock', result: 'ok' }, message: '' })).toBe('ok');
    expect(codeOf(row)).toBe('4624');
    expect(eventKey({ journal: 'network', seq: 7, index: 3 })).toBe('network/7/3');
  });
});

describe('changes', () => {
  it('name the fields that differ, nested ones too', () => {
    const before = { enabled: false, roles: ['viewer'], policy: { minLength: 8, history: 3 } };
    const after = { enabled: true, roles: ['viewer', 'analyst'], policy: { minLength: 12, history: 3 } };
    expect(changedFields(before, after)).toEqual([
      { field: 'enabled', before: 'false', after: 'true' },
      { field: 'policy.minLength', before: '8', after: '12' },
      { field: 'roles', before: 'viewer', after: 'viewer, analyst' },
    ]);
  });

  it('show what appeared and what went', () => {
    expect(changedFields(null, { name: 'a' })).toEqual([{ field: 'name', before: '', after: 'a' }]);
    expect(changedFields({ name: 'a' }, null)).toEqual([{ field: 'name', before: 'a', after: '' }]);
    expect(changedFields({ a: 1 }, { a: 1 })).toEqual([]);
  });
});

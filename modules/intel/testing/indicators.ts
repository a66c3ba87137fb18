/** An indicator of STIX 2.1 over one pattern. */
export const stixIndicator = (id: number, pattern: string, more: object = {}): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  pattern,
  pattern_type: 'stix',
  valid_from: '2026-11-01T00:00:00Z',
  confidence: 85,
  ...more,
});

/** A bundle with these objects. */
export const stixBundle = (...objects: readonly object[]): string =>
  JSON.stringify({ type: 'bundle', id: 'bundle--601cee35-6b16-4e68-a3e7-9ec7d755b4c3', objects });

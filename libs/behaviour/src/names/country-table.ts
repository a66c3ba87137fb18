import { defineErrors, DomainError } from '@chedun/kernel';
import { ipv4Number, ipv6Number } from './addresses.ts';

/** What can be wrong with a table of countries or areas. */
export const BEHAVIOUR_ERRORS = defineErrors({
  'behaviour.country-line-invalid': {
    status: 422,
    zh: '国家地址表有无法读取的行。',
    en: 'A line of the table of countries cannot be read.',
    doZh: '每行写成“地址段,国家代码”，例如 203.0.113.0/24,CN。',
    doEn: 'Write each line as "range,country", for example 203.0.113.0/24,CN.',
  },
  'behaviour.region-table-invalid': {
    status: 422,
    zh: '区域文件无法读取，未保存。',
    en: 'The file of areas cannot be read; nothing was saved.',
    doZh: '使用 GeoJSON FeatureCollection，每个面（Polygon 或 MultiPolygon）在 properties.name 中写明区域名称。',
    doEn: 'Use a GeoJSON FeatureCollection of Polygon or MultiPolygon with the name of the area in properties.name.',
  },
});

/** Ranges of addresses by country. */
export interface CountryTable {
  readonly ranges: number;
  readonly countries: number;
  /** Country of the narrowest range that holds the address; undefined when none does. */
  readonly countryOf: (address: string) => string | undefined;
}

/** Networks by length of their prefix; the longest prefix is looked at first. */
type ByPrefix = Map<number, Map<number | bigint, string>>;

const put = (into: ByPrefix, bits: number, network: number | bigint, country: string): void => {
  const networks = into.get(bits) ?? new Map<number | bigint, string>();
  into.set(bits, networks.set(network, country));
};

const prefixesOf = (table: ByPrefix): number[] => [...table.keys()].toSorted((a, b) => b - a);

const LINE = /^([0-9a-f.:]+)\/(\d{1,3})\s*[,;\t]\s*([A-Za-z]{2})$/i;

const readLine = (line: string, number: number, v4: ByPrefix, v6: ByPrefix): string => {
  const [, address = '', prefix = '', code = ''] = LINE.exec(line) ?? [];
  const bits = Number(prefix);
  const country = code.toUpperCase();
  const low = ipv4Number(address);
  const high = low === undefined ? ipv6Number(address) : undefined;
  if (low !== undefined && bits <= 32) put(v4, bits, Math.floor(low / 2 ** (32 - bits)), country);
  else if (high !== undefined && bits <= 128) put(v6, bits, high >> BigInt(128 - bits), country);
  else throw new DomainError('behaviour.country-line-invalid', { line: number, reason: line.slice(0, 80) });
  return country;
};

/**
 * Reads a table of `CIDR,country` lines (comma, semicolon or tab; blank lines and lines that begin with # are passed
 * over). Throws `behaviour.country-line-invalid` with the number of the line.
 */
export const readCountryTable = (csv: string): CountryTable => {
  const v4: ByPrefix = new Map();
  const v6: ByPrefix = new Map();
  const countries = new Set<string>();
  let ranges = 0;
  for (const [at, raw] of csv.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    countries.add(readLine(line, at + 1, v4, v6));
    ranges += 1;
  }
  const [longV4, longV6] = [prefixesOf(v4), prefixesOf(v6)];
  return {
    ranges,
    countries: countries.size,
    countryOf: (address) => {
      const low = ipv4Number(address);
      if (low !== undefined) return find(v4, longV4, (bits) => Math.floor(low / 2 ** (32 - bits)));
      const high = ipv6Number(address);
      return high === undefined ? undefined : find(v6, longV6, (bits) => high >> BigInt(128 - bits));
    },
  };
};

const find = (
  table: ByPrefix,
  prefixes: readonly number[],
  networkOf: (bits: number) => number | bigint,
): string | undefined => {
  for (const bits of prefixes) {
    const country = table.get(bits)?.get(networkOf(bits));
    if (country !== undefined) return country;
  }
  return undefined;
};

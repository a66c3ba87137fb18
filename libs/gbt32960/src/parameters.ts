import type { Edition } from './codes.ts';
import type { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import { isSentinel } from './layout.ts';
import type { Writer } from './writer.ts';

/** One terminal parameter: a number, or text for domains and versions (Annex B table B.10; see {@link PARAMETER}). */
export interface Parameter {
  readonly id: number;
  readonly value: number | string;
}

/** Parameter identifiers. Periods in ms (01), s (02, 09, 0A, 0B), ms (03 of 2016) or s (03 of 2025), min (0C). */
export const PARAMETER = {
  storePeriod: 0x01,
  reportPeriod: 0x02,
  alarmReportPeriod: 0x03,
  platformDomainLength: 0x04,
  platformDomain: 0x05,
  platformPort: 0x06,
  hardwareVersion: 0x07,
  firmwareVersion: 0x08,
  heartbeatPeriod: 0x09,
  terminalTimeout: 0x0a,
  platformTimeout: 0x0b,
  loginPause: 0x0c,
  publicDomainLength: 0x0d,
  publicDomain: 0x0e,
  publicPort: 0x0f,
  sampling: 0x10,
} as const;

type Shape =
  | { readonly kind: 'number'; readonly size: 1 | 2 }
  | { readonly kind: 'text'; readonly size: number }
  | { readonly kind: 'domain'; readonly lengthId: number };

const byte: Shape = { kind: 'number', size: 1 };
const word: Shape = { kind: 'number', size: 2 };
const version: Shape = { kind: 'text', size: 5 };

const SHAPES_2016: ReadonlyMap<number, Shape> = new Map<number, Shape>([
  [PARAMETER.storePeriod, word],
  [PARAMETER.reportPeriod, word],
  [PARAMETER.alarmReportPeriod, word],
  [PARAMETER.platformDomainLength, byte],
  [PARAMETER.platformDomain, { kind: 'domain', lengthId: PARAMETER.platformDomainLength }],
  [PARAMETER.platformPort, word],
  [PARAMETER.hardwareVersion, version],
  [PARAMETER.firmwareVersion, version],
  [PARAMETER.heartbeatPeriod, byte],
  [PARAMETER.terminalTimeout, word],
  [PARAMETER.platformTimeout, word],
  [PARAMETER.loginPause, byte],
  [PARAMETER.publicDomainLength, byte],
  [PARAMETER.publicDomain, { kind: 'domain', lengthId: PARAMETER.publicDomainLength }],
  [PARAMETER.publicPort, word],
  [PARAMETER.sampling, byte],
]);

const SHAPES: Readonly<Record<Edition, ReadonlyMap<number, Shape>>> = {
  '2016': SHAPES_2016,
  '2025': new Map([...SHAPES_2016, [PARAMETER.reportPeriod, byte], [PARAMETER.alarmReportPeriod, byte]]),
};

/** Result of reading a list of parameters. */
export interface ParametersRead {
  readonly parameters: readonly Parameter[];
  /** Offset of the first parameter whose length is unknown (user-defined 80-FE, reserved 11-7F); reading stops there. */
  readonly unknownAt: number | undefined;
}

const domainLength = (before: readonly Parameter[], lengthId: number): number | undefined => {
  const length = before.findLast((parameter) => parameter.id === lengthId)?.value;
  return typeof length === 'number' ? length : undefined;
};

/** Reads `count` parameters (FE/FF: none). A domain takes its length from the length parameter before it. */
export const readParameters = (cursor: Cursor, edition: Edition, count: number): ParametersRead => {
  const parameters: Parameter[] = [];
  if (isSentinel(count, 1)) return { parameters, unknownAt: undefined };
  for (let index = 0; index < count; index += 1) {
    const start = cursor.at;
    const id = cursor.uint(1);
    const shape = SHAPES[edition].get(id);
    const size = shape?.kind === 'domain' ? domainLength(parameters, shape.lengthId) : shape?.size;
    if (cursor.failed) break;
    if (shape === undefined || size === undefined) {
      cursor.at = start;
      return { parameters, unknownAt: start };
    }
    const value = shape.kind === 'number' ? cursor.uint(shape.size) : cursor.text(size);
    if (cursor.failed) break;
    parameters.push({ id, value });
  }
  return { parameters, unknownAt: undefined };
};

/** Writes parameters, without their count. Throws `gbt32960.range` for values of the wrong kind or size. */
export const writeParameters = (writer: Writer, edition: Edition, parameters: readonly Parameter[]): void => {
  for (const [index, { id, value }] of parameters.entries()) {
    const shape = SHAPES[edition].get(id);
    const field = `parameter_${id.toString(16).padStart(2, '0')}`;
    const size = shape?.kind === 'domain' ? domainLength(parameters.slice(0, index), shape.lengthId) : shape?.size;
    writer.uint(1, id, field);
    if (shape?.kind === 'number' && typeof value === 'number') writer.uint(shape.size, value, field);
    else if (shape !== undefined && shape.kind !== 'number' && size !== undefined && typeof value === 'string')
      writer.text(size, value, field);
    else throw gbtError('gbt32960.range', { field, reason: 'the edition defines no such parameter of this kind' });
  }
};

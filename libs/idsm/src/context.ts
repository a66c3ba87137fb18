import { readBits } from './bits.ts';

/** One field of context data, big-endian. */
export interface ContextField {
  /** Lower case letters, digits and `_`; the event field is `ids.ctx_<name>`. */
  readonly name: string;
  readonly bytes: 1 | 2 | 4;
  /** The number that says "does not apply". */
  readonly none?: number;
}

/** How the context data of an event is built. */
export interface ContextLayout {
  /** Context data version that the layout is for. */
  readonly version: number;
  readonly fields: readonly ContextField[];
}

/** Result of applying a layout: the fields that fit (those at their `none` value left out) and what did not fit. */
export interface ContextValues {
  readonly values: Readonly<Record<string, number>>;
  /** Bytes behind the last field. */
  readonly extraBytes: number;
  /** Bytes that are missing for the whole layout. */
  readonly missingBytes: number;
}

/** Context data of SECURITY_ACCESS_NEEDED (100) and AUTHENTICATION_NEEDED (101), version 1 (AP DM R25-11, 7.5.1). */
export const UDS_NEEDED_LAYOUT: ContextLayout = {
  version: 1,
  fields: [
    { name: 'sid', bytes: 1 },
    { name: 'subfunction', bytes: 1, none: 0xff },
    { name: 'did', bytes: 2, none: 0xffff },
    { name: 'rid', bytes: 2, none: 0xffff },
    { name: 'client_address', bytes: 2 },
  ],
};

/** Layout of a standardised id, undefined when none is known. */
export const standardLayout = (id: number): ContextLayout | undefined =>
  id === 100 || id === 101 ? UDS_NEEDED_LAYOUT : undefined;

/** Bytes of a whole layout. */
export const layoutBytes = (layout: ContextLayout): number =>
  layout.fields.reduce((sum, field) => sum + field.bytes, 0);

/** Applies a layout to context data; never fails: too few or too many bytes are counted. */
export const readContextData = (layout: ContextLayout, data: Uint8Array): ContextValues => {
  const values: Record<string, number> = {};
  let at = 0;
  for (const { name, bytes, none } of layout.fields) {
    if (at + bytes > data.length) break;
    const value = readBits(data, at * 8, bytes * 8);
    if (value !== none) values[name] = value;
    at += bytes;
  }
  const whole = layoutBytes(layout);
  return {
    values,
    extraBytes: Math.max(0, data.length - whole),
    missingBytes: Math.max(0, whole - data.length),
  };
};

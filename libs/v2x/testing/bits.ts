/** Bits of an unsigned number, `width` of them. */
export const uint = (value: number, width: number): string => value.toString(2).padStart(width, '0');

/** Bits of a latitude in 1e-7 degrees. */
export const latBits = (lat: number): string => uint(lat + 900_000_000, 31);

/** Bits of a longitude in 1e-7 degrees. */
export const longBits = (long: number): string => uint(long + 1_799_999_999, 32);

/** Bits of hex text. */
export const hexBits = (hex: string): string => [...hex].map((digit) => uint(Number.parseInt(digit, 16), 4)).join('');

// Where things stand in the linear memory. All addresses are multiples of 4; nothing is allocated while the engine runs.

/** A field element: 9 signed limbs of 29 bits, least significant first, Montgomery form with R = 2^261. */
export const FE: usize = 36;
/** Affine point: x, y. */
export const AFFINE: usize = 2 * FE;
/** Jacobian point: x, y, z. */
export const JACOBIAN: usize = 3 * FE;
/** Jacobian point with z^2 and z^3 behind it. */
export const CACHED: usize = 5 * FE;

// constants, filled by setup()
export const C_ONE: usize = 1024;
export const C_RR: usize = 1064;
export const C_B: usize = 1104;
export const C_P: usize = 1144;
export const C_RAW_ONE: usize = 1184;
export const C_ZERO: usize = 1224;
export const C_THREE: usize = 1264;
export const C_G: usize = 1312;

// temporary elements of the formulas
export const T0: usize = 1408;
export const T1: usize = 1448;
export const T2: usize = 1488;
export const T3: usize = 1528;
export const T4: usize = 1568;
export const T5: usize = 1608;
export const T6: usize = 1648;
export const T7: usize = 1688;
export const T8: usize = 1728;
export const T9: usize = 1768;

// points in work
export const ACC: usize = 1808;
export const STEP: usize = 1920;
export const KEY: usize = 2112;

// numbers of 256 bits, least significant byte first, with 8 bytes of zeros behind them
export const S_E: usize = 2304;
export const S_R: usize = 2344;
export const S_S: usize = 2384;
export const S_T: usize = 2424;
export const S_N: usize = 2464;
export const S_PRIME: usize = 2504;
export const S_SPARE: usize = 2544;

/** Bytes in and out of single calls: up to 256. */
export const EXCHANGE: usize = 2816;

// digits of the scalars, by bit position: how many, and which table entries
export const COUNTS: usize = 3072;
export const POSITIONS: usize = 272;
export const ENTRIES: usize = 3584;
export const ENTRY_SLOTS: usize = 16;

/** Odd multiples 1, 3 .. 15 of a key that has no table, CACHED each. */
export const COLD: usize = 21504;

/** Scratch of table building: Jacobian points, then running products of their z. */
export const SCRATCH: usize = 24576;
export const SCRATCH_POINTS: usize = 1024;
export const PRODUCTS: usize = SCRATCH + SCRATCH_POINTS * JACOBIAN;

/** Tables of the base point: PARTS tables of G_ENTRIES odd multiples of 2^(32 i) G, AFFINE each. */
export const PARTS: i32 = 8;
export const PART_BITS: i32 = 32;
export const G_WIDTH: i32 = 9;
export const G_ENTRIES: i32 = 1 << (G_WIDTH - 2);
export const G_TABLE: usize = 172032;

/** Tables of a known key: the same with fewer multiples. */
export const KEY_WIDTH: i32 = 5;
export const KEY_ENTRIES: i32 = 1 << (KEY_WIDTH - 2);

/** First byte after everything above; batches and key tables follow, laid out by the caller. */
export const FREE: usize = 262144;

/** When a signal is present in a message (multiplexing; extended multiplexing by SG_MUL_VAL_ included). */
export type DbcMultiplex =
  | { readonly kind: 'always' }
  | { readonly kind: 'switch' }
  | {
      readonly kind: 'case';
      /** True when the signal is itself a switch for others (`m3M`). */
      readonly isSwitch: boolean;
      /** Name of the switch; undefined for the only switch of the message. */
      readonly on: string | undefined;
      /** Values of the switch with which the signal is present, both ends included. */
      readonly ranges: readonly (readonly [number, number])[];
    };

/** One signal of a message. */
export interface DbcSignal {
  readonly name: string;
  /** Bit number as in the file: least significant bit for little endian, most significant bit for big endian. */
  readonly start: number;
  /** Bits, 1..64. */
  readonly length: number;
  readonly byteOrder: 'little' | 'big';
  readonly type: 'unsigned' | 'signed' | 'float32' | 'float64';
  /** Physical value = raw × factor + offset. */
  readonly factor: number;
  readonly offset: number;
  /** Range of the physical value; both 0 when the file states none. */
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly receivers: readonly string[];
  readonly multiplex: DbcMultiplex;
  /** Texts of raw values (VAL_). */
  readonly texts: ReadonlyMap<number, string>;
  readonly comment: string;
}

/** One message. */
export interface DbcMessage {
  readonly id: number;
  readonly extended: boolean;
  readonly name: string;
  /** Payload bytes. */
  readonly length: number;
  readonly sender: string;
  readonly signals: readonly DbcSignal[];
  /** Cycle time in ms (attribute GenMsgCycleTime), when the file gives one above 0. */
  readonly cycleMs: number | undefined;
  readonly comment: string;
}

/** A statement that was left out because it contradicts the rest of the file. */
export interface DbcProblem {
  readonly line: number;
  readonly reason: string;
}

/** What a DBC file says. */
export interface Dbc {
  readonly version: string;
  readonly nodes: readonly string[];
  /** By identifier key (`idKey`). */
  readonly messages: ReadonlyMap<number, DbcMessage>;
  readonly problems: readonly DbcProblem[];
}

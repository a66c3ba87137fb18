import type { Generated, ColumnType } from 'kysely';

type JsonText = ColumnType<unknown, string, string>;

/** Tables of the module, by qualified name. */
export interface SealTables {
  readonly 'seal.logs': {
    readonly stream: string;
    readonly origin: string;
    readonly first_seq: number;
    readonly kept_from: number;
    readonly size: number;
    readonly root: Buffer;
    readonly sealed_at: Date;
    readonly fault: string | null;
  };
  readonly 'seal.witnesses': {
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly keys: string[];
    readonly state: string;
    readonly reason: string;
    readonly answered_at: Date | null;
    readonly added_at: Date;
  };
  readonly 'seal.cosignatures': {
    readonly witness: string;
    readonly stream: string;
    readonly size: number;
    readonly lines: string;
    readonly at: Date;
  };
  readonly 'seal.runs': {
    readonly id: string;
    readonly stream: string;
    readonly kind: string;
    readonly from_seq: number;
    readonly to_seq: number;
    readonly status: string;
    readonly started_at: Date;
    readonly ended_at: Date | null;
    readonly started_by: string;
    readonly frames: Generated<number>;
    readonly rows: Generated<number>;
    readonly checkpoints: Generated<number>;
    readonly compared: Generated<number>;
    readonly problems: JsonText;
    readonly reason: Generated<string>;
  };
}

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Bilingual, Json } from '@chedun/kernel';
import type { CaptureFault, CaptureKind, CaptureStatus, CaptureSummary, DbcFile } from './contract.ts';

/** Row of `captures.captures`. */
export interface CaptureTable {
  readonly id: string;
  readonly name: string;
  readonly kind: CaptureKind;
  readonly format: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly status: CaptureStatus;
  readonly progress: Generated<number>;
  readonly vin: string | null;
  readonly model: string | null;
  readonly to_events: boolean;
  readonly dbc_id: string | null;
  readonly can_model_id: string | null;
  readonly uploader_id: string;
  readonly uploader_name: string;
  readonly uploaded_at: Date;
  readonly analysed_at: Date | null;
  readonly run: Generated<number>;
  readonly attempt: string | null;
  readonly findings: Generated<number>;
  readonly fault: JSONColumnType<CaptureFault> | null;
  readonly faults: ColumnType<CaptureFault[], string | undefined, string>;
  readonly unreadable: Generated<number>;
  readonly summary: JSONColumnType<CaptureSummary> | null;
}

/** Tables of the module, by qualified name. */
export interface CapturesTables {
  readonly 'captures.captures': CaptureTable;
  readonly 'captures.result_rows': {
    readonly attempt: string;
    readonly section: string;
    readonly seq: number;
    readonly capture_id: string;
    readonly words: string;
    readonly body: JSONColumnType<{ readonly [field: string]: Json }>;
  };
  readonly 'captures.chunks': {
    readonly attempt: string;
    readonly series: string;
    readonly seq: number;
    readonly capture_id: string;
    readonly first_number: number;
    readonly count: number;
    readonly from_time: number;
    readonly to_time: number;
    readonly keys: string[];
    readonly marked: number;
    readonly blob: string;
  };
  readonly 'captures.dbc_files': {
    readonly id: string;
    readonly name: string;
    readonly vehicle_model: string;
    readonly size: number;
    readonly sha256: string;
    readonly messages: number;
    readonly signals: number;
    readonly problems: JSONColumnType<DbcFile['problems']>;
    readonly uploader_id: string;
    readonly uploader_name: string;
    readonly uploaded_at: Date;
  };
  readonly 'captures.can_models': {
    readonly id: string;
    readonly vehicle_model: string;
    readonly version: number;
    readonly title: string;
    readonly status: 'training' | 'ready' | 'failed';
    readonly reason: JSONColumnType<Bilingual> | null;
    readonly active: Generated<boolean>;
    readonly capture_id: string | null;
    readonly capture_name: string;
    readonly dbc_id: string | null;
    readonly frames: Generated<number>;
    readonly seconds: Generated<number>;
    readonly ids: Generated<number>;
    readonly size: Generated<number>;
    readonly creator_id: string;
    readonly creator_name: string;
    readonly created_at: Date;
  };
  readonly 'captures.model_uses': {
    readonly model_id: string;
    readonly capture_id: string;
    readonly seconds: number;
    readonly alerts: number;
  };
}

import type { Generated, JSONColumnType } from 'kysely';
import type { TombstoneSignature } from './contract.ts';

/** A sealed segment as it is kept. */
export interface SegmentTable {
  readonly stream: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly journal: string;
  readonly bytes: number;
  readonly frames: number;
  readonly events: number;
  readonly sources: string[];
  readonly oldest_at: Date;
  readonly newest_at: Date;
  readonly sm3: string;
  readonly found_at: Date;
  readonly uptime_ms: number;
  readonly checkpoint_at: Date | null;
  readonly removed_at: Date | null;
  readonly verified_at: Date | null;
  readonly cold_at: Date | null;
  readonly cold_bytes: Generated<number>;
  readonly cold_rows: Generated<number>;
  readonly cold_from: Date | null;
  readonly cold_to: Date | null;
  readonly hot_removed_at: Date | null;
}

/** A legal hold as it is kept. */
export interface HoldTable {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly case_ref: string;
  readonly streams: string[];
  readonly sources: string[];
  readonly assets: string[];
  readonly from_at: Date | null;
  readonly to_at: Date | null;
  readonly status: 'placed' | 'confirmed' | 'release-asked' | 'released';
  readonly placed_by: string;
  readonly placed_name: string;
  readonly placed_at: Date;
  readonly confirmed_name: string | null;
  readonly confirmed_at: Date | null;
  readonly release_by: string | null;
  readonly release_name: string | null;
  readonly release_reason: string | null;
  readonly release_asked_at: Date | null;
  readonly released_name: string | null;
  readonly released_at: Date | null;
}

/** A proposal to remove segments as it is kept. */
export interface ProposalTable {
  readonly id: string;
  readonly stream: string;
  readonly journal: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly segments: number;
  readonly frames: number;
  readonly events: number;
  readonly bytes: number;
  readonly oldest_at: Date;
  readonly newest_at: Date;
  readonly reason: string;
  readonly status: 'proposed' | 'approved' | 'rejected' | 'blocked' | 'done';
  readonly proposed_by: string;
  readonly proposed_name: string;
  readonly proposed_at: Date;
  readonly decided_by: string | null;
  readonly decided_name: string | null;
  readonly decided_at: Date | null;
  readonly note: Generated<string>;
}

/** A tombstone as it is kept. */
export interface TombstoneTable {
  readonly proposal: string;
  readonly body: string;
  readonly signatures: JSONColumnType<readonly TombstoneSignature[]>;
  readonly signed_at: Date;
  readonly logged_at: Date | null;
  readonly segments_removed_at: Date | null;
  readonly rows_removed_at: Date | null;
  readonly removed_rows: Generated<number>;
}

/** Records of a source within an hour. */
interface HourTable {
  readonly stream: string;
  readonly source: string;
  readonly hour: Date;
  readonly frames: number;
  readonly events: number;
  readonly bytes: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** Tables of the module, by qualified name. */
export interface RetentionTables {
  readonly 'retention.policies': {
    readonly class: string;
    readonly days: number;
    readonly cold_after_days: number | null;
    readonly hot_days: number | null;
    readonly updated_at: Date;
    readonly updated_by: string;
  };
  readonly 'retention.holds': HoldTable;
  readonly 'retention.segments': SegmentTable;
  readonly 'retention.hours': HourTable;
  readonly 'retention.positions': { readonly stream: string; readonly seq: number };
  readonly 'retention.proposals': ProposalTable;
  readonly 'retention.tombstones': TombstoneTable;
  readonly 'retention.uptime': { readonly id: number; readonly uptime_ms: number; readonly ticked_at: Date };
  readonly 'retention.clock_jumps': { readonly id: Generated<number>; readonly at: Date; readonly jump_ms: number };
  readonly 'retention.gap_findings': { readonly source: string; readonly hours: number; readonly reported_at: Date };
  readonly 'retention.restore_tests': {
    readonly id: Generated<number>;
    readonly at: Date;
    readonly ok: boolean;
    readonly segments: number;
    readonly frames: number;
    readonly cold_files: number;
    readonly cold_rows: number;
    readonly detail: string;
  };
}

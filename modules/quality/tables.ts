/** Tables of the module, by qualified name. */
export interface QualityTables {
  readonly 'quality.drills': {
    readonly id: string;
    readonly started_at: Date;
    readonly finished_at: Date | null;
    readonly started_by: string;
    readonly within_seconds: number;
    readonly untested: string[];
    readonly scope: string;
  };
  readonly 'quality.drill_results': {
    readonly drill_id: string;
    readonly family: string;
    readonly rule_id: string;
    readonly rule_title: string;
    readonly rule_title_zh: string | null;
    readonly outcome: string;
    readonly finding_id: string | null;
    readonly seconds: number | null;
  };
  readonly 'quality.proofs': {
    readonly rule_id: string;
    readonly family: string;
    readonly rule_title: string;
    readonly rule_title_zh: string | null;
    readonly kind: 'rule' | 'correlation';
    readonly outcome: 'proven' | 'missed';
    readonly tried_at: Date;
    readonly proven_at: Date | null;
    readonly seconds: number | null;
    readonly finding_id: string | null;
    readonly misses: number;
  };
  readonly 'quality.dismissals': {
    readonly key: string;
    readonly until: Date;
    readonly reason: string;
    readonly by: string;
  };
  readonly 'quality.reviews': {
    readonly exception_id: string;
    readonly due_at: Date;
    readonly reviewed_at: Date;
    readonly reviewed_by: string;
    readonly note: string;
  };
  readonly 'quality.reported': { readonly fingerprint: string };
}

import type { Generated, JSONColumnType } from 'kysely';

/** Tables of the module, by qualified name. */
export interface WatchTables {
  readonly 'watch.detectors': {
    readonly id: string;
    readonly enabled: Generated<boolean>;
    readonly limits: JSONColumnType<Readonly<Record<string, number>>>;
    readonly spoken_total: Generated<number>;
    readonly last_spoken: Date | null;
  };
  readonly 'watch.spoken_hours': { readonly detector: string; readonly hour: Date; readonly count: number };
  readonly 'watch.fed': { readonly kind: string; readonly at: Date; readonly count: number };
  readonly 'watch.campaigns': CampaignTable;
  readonly 'watch.campaign_hours': { readonly campaign_id: string; readonly hour: Date; readonly vehicles: number };
  readonly 'watch.countries': {
    readonly id: number;
    readonly csv: string;
    readonly home: string[];
    readonly ranges: number;
    readonly countries: number;
    readonly updated_at: Date;
    readonly updated_by: string;
  };
  readonly 'watch.regions': {
    readonly id: number;
    readonly geojson: string;
    readonly regions: number;
    readonly points: number;
    readonly updated_at: Date;
    readonly updated_by: string;
  };
  readonly 'watch.memory': {
    readonly detector: string;
    readonly state: JSONColumnType<object>;
    readonly saved_at: Date;
  };
  readonly 'watch.positions': { readonly stream: string; readonly seq: number };
}

/** A campaign as it is kept. */
export interface CampaignTable {
  readonly id: string;
  readonly signature: string;
  readonly kind: 'rule' | 'signal';
  readonly title_zh: string;
  readonly title_en: string;
  readonly severity: string;
  readonly window_h: number;
  readonly vehicles: number;
  readonly estimated: boolean;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly opened_at: Date;
  readonly sample_vins: string[];
  readonly peer_groups: JSONColumnType<readonly { readonly group: string; readonly vehicles: number }[]>;
}

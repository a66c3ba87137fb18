/** What a fresh installation has already. */
export interface Installation {
  /** Events taken in over all sources. */
  readonly events: number;
  /** Rules that are switched on. */
  readonly rulesEnabled: number;
  /** Assets that somebody registered; those that were only seen do not count. */
  readonly registered: number;
}

export type FirstStep = 'source' | 'rules' | 'assets';

/** Which of the first steps are done. */
export const stepsDone = ({
  events,
  rulesEnabled,
  registered,
}: Installation): Readonly<Record<FirstStep, boolean>> => ({
  source: events > 0,
  rules: rulesEnabled > 0,
  assets: registered > 0,
});

/** Result of a probe, as it is kept. */
export interface ProbeResult {
  /** '' where the name has no address that may be probed. */
  readonly address: string;
  readonly probed: number;
  readonly open: readonly number[];
  readonly closed: number;
  readonly silent: number;
  readonly unreachable: number;
  readonly tookMs: number;
  /** Where it was looked from, of a scan that was made elsewhere; absent for a probe of ours. */
  readonly from?: string;
}

/** What changed between two results of a host. */
export const changeOf = (
  before: Pick<ProbeResult, 'open'> | undefined,
  after: Pick<ProbeResult, 'open'>,
): { readonly opened: number[]; readonly closed: number[] } => {
  const was = new Set(before?.open ?? []);
  const is = new Set(after.open);
  return { opened: [...is].filter((port) => !was.has(port)), closed: [...was].filter((port) => !is.has(port)) };
};

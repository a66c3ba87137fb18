import { detectionPermissions } from '@chedun/detection/contract';
import { governancePermissions } from '@chedun/governance/contract';
import type { Campaign } from '@chedun/watch/contract';
import { useQueries, useQuery } from '@tanstack/react-query';
import { listRules } from '../../api/detection.ts';
import { listFindings } from '../../api/governance.ts';
import { useMay } from '../../app/session.ts';
import { joinedVehicles } from '../../lib/campaigns.ts';
import type { JoinedVehicle } from '../../lib/campaigns.ts';

const HOUR_MS = 3_600_000;
const MOST_ALERTS = 200;
const MOST_RULES = 3;

/** Rules behind the signature of a campaign, and its vehicles with the time of their first alert. */
export const useJoinedVehicles = (
  campaign: Campaign,
): { readonly rules: readonly string[]; readonly vehicles: readonly JoinedVehicle[] } => {
  const may = useMay();
  const { kind, id } = campaign.signature;
  const asked = useQuery({
    queryKey: ['rules', 'of-detector', id],
    queryFn: ({ signal }) => listRules({ detector: id, limit: 50 }, signal),
    enabled: kind === 'signal' && may(detectionPermissions.read),
  });
  const rules = kind === 'rule' ? [id] : (asked.data?.items ?? []).map((rule) => rule.id).slice(0, MOST_RULES);
  const { firstSeen, lastSeen, windowHours } = campaign;
  // Alerts go by the time of their events, campaigns by the time of receipt: the two may lie a window apart.
  const from = new Date(Date.parse(firstSeen) - windowHours * HOUR_MS).toISOString();
  const to = new Date(Date.parse(lastSeen) + windowHours * HOUR_MS).toISOString();
  const alerts = useQueries({
    queries: rules.map((ruleId) => ({
      queryKey: ['findings', 'of-campaign', campaign.id, ruleId, lastSeen],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        listFindings({ kind: 'alert', ruleId, from, to, sort: 'firstSeen', limit: MOST_ALERTS }, signal),
      enabled: may(governancePermissions.read),
    })),
  });
  return {
    rules,
    vehicles: joinedVehicles(
      campaign.sampleVins,
      alerts.flatMap(({ data }) => data?.items ?? []),
    ),
  };
};

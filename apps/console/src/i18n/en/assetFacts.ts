/** Facts of discovery and firewalls */
export const assetFacts = {
  firewalls: 'firewalls',
  firewallsWithoutRules: 'firewalls without an export',
  staleExports: 'exports older than 90 days',
  firewallRules: 'rules of firewalls',
  weakRules: 'rules to be mended',
  unreadLines: 'lines not read',
  discoveryAgeHours: 'Hours since the newest discovery',
  discoverySources: 'Sources of discovery',
  hostsWithoutTeam: 'Hosts without a team',
  ignoredThings: 'Things set aside',
  observedThings: 'Things observed',
  recordedHosts: 'Hosts on record',
  registeredShare: 'Share on record (%)',
  registeredThings: 'Things on record',
  seenHosts: 'Hosts on record that were seen',
};

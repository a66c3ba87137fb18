import { describe, expect, it } from 'vitest';
import { idRange, SEV_CATALOGUE, sevEntry } from './catalogue.ts';

describe('the catalogue', () => {
  it('is ascending, disjoint and within the standardised range', () => {
    let last = -1;
    for (const [from, to] of SEV_CATALOGUE) {
      expect(from).toBeGreaterThan(last);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(idRange(to)).toBe('autosar');
      last = to;
    }
  });

  it.each([
    [44, 'SECOC_SEV_MAC_VERIFICATION_FAILED', 'confirmed'],
    [45, 'SECOC_SEV_FRESHNESS_NOT_AVAILABLE', 'confirmed'],
    [11, 'TCPIP_SEV_DROP_INV_PORT_TCP', 'confirmed'],
    [14, 'TCPIP_SEV_DROP_INV_IPV6_ADDR', 'confirmed'],
    [50, 'FIREWALL_SEV', 'family'],
    [77, 'FIREWALL_SEV', 'family'],
    [101, 'AUTHENTICATION_NEEDED', 'abbreviated'],
    [128, 'DOIP_ROUTING_ACTIVATION_FAILED', 'abbreviated'],
    [133, 'DM_IAM_DENIED', 'abbreviated'],
    [3, 'ETHIF_SEV', 'unverified'],
    [10, 'TCPIP_SEV', 'unverified'],
  ])('%i is %s (%s)', (id, name, certainty) => {
    expect(sevEntry(id)).toEqual({ name, certainty });
  });

  it.each([0, 15, 43, 46, 49, 78, 108, 126, 131, 0x8001, 0xffff])('has nothing to say about %i', (id) => {
    expect(sevEntry(id)).toBeUndefined();
  });

  it('knows who gives out an id', () => {
    expect([0, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000].map(idRange)).toEqual([
      'autosar',
      'autosar',
      'oem',
      'oem',
      'invalid',
      'invalid',
    ]);
  });
});

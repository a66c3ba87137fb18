import { createDecoder } from '@chedun/logs';
import { describe, expect, it } from 'vitest';
import { alsoConcerned, assetOf } from './asset.ts';

const decoder = createDecoder('ndjson');
const event = (record: object) => {
  const decoded = decoder.decode(JSON.stringify(record));
  if (!decoded) throw new Error('no record');
  return decoded;
};

describe('the asset of an alert', () => {
  it('is the signature of a campaign, with its vehicles, known by VIN or by address', () => {
    const campaign = event({
      product: 'vehicle',
      category: 'fleet',
      signature: 'gbt32960.clone',
      sample_vins: ['LCDCDA1E0RW000017', '10.64.9.1'],
    });
    const asset = assetOf(campaign, 'watch');
    expect(asset).toEqual({ kind: 'platform', id: 'gbt32960.clone' });
    expect(alsoConcerned(campaign, asset)).toEqual([
      { kind: 'vehicle', id: 'LCDCDA1E0RW000017' },
      { kind: 'host', id: '10.64.9.1' },
    ]);
  });

  it('is the account of a record of the vehicle cloud, and the vehicle is concerned', () => {
    const command = event({ product: 'tsp', category: 'remote_control', user: 'u-1', vin: 'LCDCDA1E0RW000017' });
    const asset = assetOf(command, 'tsp');
    expect(asset).toEqual({ kind: 'account', id: 'u-1' });
    expect(alsoConcerned(command, asset)).toEqual([{ kind: 'vehicle', id: 'LCDCDA1E0RW000017' }]);
  });

  it('is the vehicle, the host, the address or at last the source', () => {
    const vin = { vin: 'LCDCDA1E0RW000017', host: 'h' };
    expect(assetOf(event(vin), 's')).toEqual({ kind: 'vehicle', id: vin.vin });
    expect(alsoConcerned(event(vin), { kind: 'vehicle', id: vin.vin })).toEqual([]);
    expect(assetOf(event({ host: 'h', src_ip: '10.0.0.1' }), 's')).toEqual({ kind: 'host', id: 'h' });
    expect(assetOf(event({ src_ip: '10.0.0.1' }), 's')).toEqual({ kind: 'host', id: '10.0.0.1' });
    expect(assetOf(event({ message: 'x' }), 's')).toEqual({ kind: 'source', id: 's' });
  });

  it('is the drill for every test event, and nobody else is concerned', () => {
    const command = event({ product: 'tsp', category: 'remote_control', user: 'u-1', vin: 'LCDCDA1E0RW000017' });
    const asset = assetOf(command, 'drill');
    expect(asset).toEqual({ kind: 'source', id: 'drill' });
    expect(alsoConcerned(command, asset)).toEqual([]);
  });
});

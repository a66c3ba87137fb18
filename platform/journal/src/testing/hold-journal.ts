/** Started by lock.test.ts: opens the journal of the folder in its first argument and holds it until it is killed. */
import { fixedClock } from '@chedun/kernel';
import { openJournal } from '../journal.ts';

const journal = await openJournal({ dir: process.argv[2] ?? '', stream: 'network', clock: fixedClock(0) });
await journal.append({
  source: 'holder',
  format: 'text',
  count: 1,
  flags: 0,
  payload: Buffer.from('held'),
  receivedAt: 0,
});
process.stdout.write('open\n');
setInterval(() => undefined, 1000);

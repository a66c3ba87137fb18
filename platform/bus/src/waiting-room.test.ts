import { DomainError } from '@chedun/kernel';
import { expect, it } from 'vitest';
import { WaitingRoom } from './waiting-room.ts';

it('lets out in order, up to the watermark', async () => {
  const room = new WaitingRoom(10);
  const out: number[] = [];
  const all = Array.from({ length: 3000 }, (_, at) => room.enter(11 + at, 100).then(() => out.push(11 + at)));
  room.advance(12);
  await Promise.all(all.slice(0, 2));
  expect(out).toEqual([11, 12]);
  expect(room.size).toBe(2998);
  room.advance(20_000);
  await Promise.all(all);
  expect(out).toEqual(Array.from({ length: 3000 }, (_, at) => 11 + at));
  await expect(room.enter(5, 0)).resolves.toBeUndefined();
});

it('refuses whose time is over and keeps the others', async () => {
  const room = new WaitingRoom(0);
  const [first, second] = [room.enter(1, 50), room.enter(2, 60)];
  room.expire(50);
  await expect(first).rejects.toMatchObject({ code: 'journal.busy' });
  expect(room.size).toBe(1);
  room.advance(2);
  await second;
});

it('does not take a refused frame for a copied one, even when its caller enters later', async () => {
  const room = new WaitingRoom(0);
  const error = new DomainError('journal.bad_record');
  room.advance(1);
  room.refuse(3, error);
  room.advance(5);
  await expect(room.enter(2, 9)).rejects.toBe(error);
  await expect(room.enter(3, 9)).rejects.toBe(error);
  await expect(room.enter(4, 9)).resolves.toBeUndefined();
});

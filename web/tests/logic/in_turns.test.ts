import { expect, it } from 'vitest';
import { inTurns } from '../../src/screens/transactions/in_turns';

it('runs so many at once and no more, in their order', async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    begun.push(item);
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('tells the first failure', async () => {
  await expect(inTurns([1, 2], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

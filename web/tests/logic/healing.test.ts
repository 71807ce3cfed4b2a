import { expect, it } from 'vitest';
import { failingFor, healingDelayMs } from '../../src/api/healing';

it('asks again soon at first, later each time, and never less often than twice a minute', () => {
  expect(healingDelayMs(0, 0.5)).toBe(1_000);
  expect(healingDelayMs(20_000, 0.5)).toBe(10_000);
  expect(healingDelayMs(3_600_000, 0.5)).toBe(30_000);
});

it('spreads the tries by a fifth in both directions', () => {
  expect(healingDelayMs(0, 0)).toBe(800);
  expect(healingDelayMs(0, 1)).toBe(1_200);
});

it('counts from the first failure and begins anew after a success', () => {
  expect(failingFor('a', true, 1_000)).toBe(0);
  expect(failingFor('a', true, 4_000)).toBe(3_000);
  expect(failingFor('a', false, 5_000)).toBe(0);
  expect(failingFor('a', true, 6_000)).toBe(0);
});

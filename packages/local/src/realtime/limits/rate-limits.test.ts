/** Averages over a minute: bursts pass, steady load does not, and the past is forgotten. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RateLimits } from './rate-limits.ts';

function meter(eventsPerSecond: number): { rates: RateLimits; pass: (seconds: number) => void } {
  let now = 1_000_000;
  return {
    rates: new RateLimits({ eventsPerSecond }, () => now),
    pass: (seconds) => (now += seconds * 1000),
  };
}

it('lets a burst pass that the minute can carry', () => {
  const { rates } = meter(1);
  rates.count('events', 60);
  assert.equal(rates.isExceeded('events'), false);
  rates.count('events');
  assert.equal(rates.isExceeded('events'), true);
});

it('stops steady load above the limit', () => {
  const { rates, pass } = meter(2);
  for (let second = 0; second < 60; second += 1) {
    rates.count('events', 3);
    pass(1);
  }
  assert.equal(rates.isExceeded('events'), true);
});

it('forgets second by second, and everything after a long silence', () => {
  const { rates, pass } = meter(1);
  rates.count('events', 61);
  pass(59);
  assert.equal(rates.isExceeded('events'), true);
  pass(1);
  assert.equal(rates.isExceeded('events'), false);
  rates.count('events', 61);
  pass(3_600);
  assert.equal(rates.isExceeded('events'), false);
});

it('counts what is planned, and kinds apart', () => {
  const { rates } = meter(5);
  assert.equal(rates.isExceeded('events', 5), false);
  assert.equal(rates.isExceeded('events', 6), true);
  rates.count('presence', 1_000);
  assert.equal(rates.isExceeded('presence'), false);
  assert.equal(rates.isExceeded('events', 5), false);
});

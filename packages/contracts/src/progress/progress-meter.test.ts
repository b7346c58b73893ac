import { describe, expect, it } from 'vitest';
import { createProgressMeter, formatDuration } from './progress-meter.js';

describe('createProgressMeter', () => {
  it('reports every few seconds: recent rate, mean rate, and the time left at the mean', () => {
    let time = 0;
    const meter = createProgressMeter({ total: 100, now: () => time });
    const at = (seconds: number, done: number, isLast = false) => {
      time = 1000 * seconds;
      return meter(done, { isLast });
    };
    expect(at(4.9, 9)).toBeUndefined();
    expect(at(5, 10)).toEqual({ seconds: 5, perSecond: 2, recentPerSecond: 2, timeLeft: '45 s left' });
    expect(at(9.9, 19)).toBeUndefined();
    expect(at(10, 60)).toEqual({ seconds: 10, perSecond: 6, recentPerSecond: 10, timeLeft: '7 s left' });
    expect(at(12, 100, true)).toMatchObject({ recentPerSecond: 20, timeLeft: 'done' });
  });

  it('leaves out what was done before resumed work began', () => {
    let time = 0;
    const meter = createProgressMeter({ total: 100, done: 80, intervalMs: 1000, now: () => time });
    time = 1000;
    expect(meter(90)).toMatchObject({ perSecond: 10, timeLeft: '1 s left' });
  });

  it('says so where the time left is unknown: no total, nothing done, more done than there was to do', () => {
    let time = 0;
    const meter = createProgressMeter({ intervalMs: 1000, now: () => time });
    const left = (done: number, total?: number) => {
      time += 1000;
      return meter(done, { total })!.timeLeft;
    };
    expect([left(1), left(0, 5), left(6, 5)]).toEqual(new Array(3).fill('unknown time left'));
    expect(left(8, 10)).toBe('1 s left');
    expect([left(999, 1000), left(1000, 1000)]).toEqual(['1 s left', 'done']);
  });
});

it('formatDuration writes seconds, minutes, or hours and minutes', () => {
  expect([0.4, 99, 100, 5940, 6000, 12_300].map(formatDuration)).toEqual([
    ...['0 s', '99 s', '2 min', '99 min', '1 h 40 min', '3 h 25 min'],
  ]);
});

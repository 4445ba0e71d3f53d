import { expect, test } from 'vitest';
import { KeySchedule } from './keySchedule.ts';

test('a flight of sixty thousand empty messages is heard in no time', () => {
  const schedule = new KeySchedule('sha256', [], new Uint8Array(32));
  const message = Uint8Array.of(8, 0, 0, 0);
  const begunAt = performance.now();

  for (let index = 0; index < 60_000; index++) schedule.hear(message);

  expect(schedule.verifyData(new Uint8Array(32))).toHaveLength(32);
  expect(performance.now() - begunAt).toBeLessThan(2000);
});

import { appendFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

/**
 * Where `npm run bench` wants figures of the window: a file of JSON lines {id, longestTaskMs, heapBytes} and {id, ms}. Absent in tests, where
 * nothing is timed; there only the size of the page is looked at, which is what makes hostile input slow.
 */
const file = process.env['WIREGLASS_MEASURES'];

/** Elements a view may make, whatever it shows: an ordinary one has some hundred, lists that show all they are given have thousands. */
const MOST_ELEMENTS = 6000;

/** Does something that hostile input could make slow, and sees that the page stays small by it. For the bench: measures it. */
export async function smoothly(page: Page, id: string, run: () => Promise<void>): Promise<void> {
  if (file !== undefined) await watch(page);
  await run();
  if (file !== undefined) {
    const line = { id, longestTaskMs: await longest(page), heapBytes: await heapBytes(page) };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  expect(elements, `elements of the page after ${id}`).toBeLessThan(MOST_ELEMENTS);
}

/** For the bench: writes down how long something took in the page itself, from the hand of the user to the next picture, ms. */
export function noteTime(id: string, ms: number): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ id, ms })}\n`);
}

/** Notes every piece of work that keeps the window from answering for 50 ms or more (Long Tasks API). */
async function watch(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 200));
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) found.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    Object.assign(window, { longTasks: { found, observer } });
  });
}

/** ms; 0 when no piece of work took 50 ms. */
async function longest(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 400));
    const watched = window as unknown as { longTasks: { found: number[]; observer: PerformanceObserver } };
    watched.longTasks.observer.disconnect();
    return Math.max(0, ...watched.longTasks.found);
  });
}

/** What the window's own values take, after what is no longer used has been thrown away. */
async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

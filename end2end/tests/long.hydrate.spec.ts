/** A long conversation, far scrolled up. */
import { composer, expect, gather, message, openGroup, rows, test } from './fixtures.ts';
import { scrollBy } from './fixtures/reader.ts';

const MESSAGES = 500;

declare global {
  interface Window {
    /** Durations of tasks over 50 ms, in ms, since somebody looked. */
    longTasks: number[];
    /** Rows that were taken out of the document, or moved in it. */
    movedRows: number;
  }
}

test('rows that come before or after the others move none of them; what blocks the page is printed', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.fill(group, MESSAGES + 100);
  await ana.api.read(group);
  await openGroup(ana.page, path);
  await expect(message(ana.page, `mensaje ${MESSAGES + 100}`)).toBeInViewport();
  await ana.page.evaluate(() => {
    [window.longTasks, window.movedRows] = [[], 0];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
    const isRow = (node: Node) => node instanceof Element && node.matches('.row');
    const removed = (record: MutationRecord) => [...record.removedNodes].filter(isRow).length;
    new MutationObserver((records) => records.forEach((record) => { window.movedRows += removed(record); }))
      .observe(document.querySelector('.log__rows')!, { childList: true });
  });
  /** The longest task of those over 50 ms during something, in ms. */
  const longest = async (doing: () => Promise<void>): Promise<number> => {
    // Entries are handed over in a task of their own.
    const take = () => ana.page.evaluate(() => new Promise<number>((done) => {
      setTimeout(() => done(Math.max(0, ...window.longTasks.splice(0))), 100);
    }));
    await take();
    await doing();
    return Math.round(await take());
  };
  const older = async () => {
    const before = await rows(ana.page).count();
    await scrollBy(ana.page, -1_000_000);
    await expect.poll(() => rows(ana.page).count()).toBeGreaterThan(before);
  };
  const first = await longest(older);
  while (await rows(ana.page).count() < MESSAGES) await older();
  const last = await longest(older);
  const live = await longest(async () => {
    await luis.api.send(group, 'algo nuevo');
    await expect(message(ana.page, 'algo nuevo')).toBeAttached();
  });
  const key = await longest(() => composer(ana.page).pressSequentially('hola', { delay: 50 }));
  console.log(`an older page at 100 and ${MESSAGES} messages ${first} and ${last} ms, a live message ${live} ms, a key ${key} ms`);
  expect(await ana.page.evaluate(() => window.movedRows)).toBe(0);
});

/** A long conversation, far scrolled up. */
import type { Page } from '@playwright/test';
import { composer, expect, gather, log, message, openGroup, rows, test, words } from './fixtures.ts';
import { scrollBy } from './fixtures/reader.ts';

/** How many messages are scrolled in; docs/performance.md has the figures of 10 000. */
const MESSAGES = Number(process.env['LONG_LOG'] ?? 1_500);
/** The longest that any of it may block the page, in ms: generous, for a slow machine and a program that is not optimised. */
const BLOCKS_AT_MOST = 1_000;
/** Rows in the document at most: 300, and a page or two that are on their way out of it. */
const ROWS_AT_MOST = 420;

declare global {
  interface Window {
    /** Durations of tasks over 50 ms, in ms, since somebody looked. */
    longTasks: number[];
    /** Lists of rows that were taken out of the document, or moved in it. */
    movedLists: number;
  }
}

const lists = (page: Page) => log(page).locator('.log__rows');

/** Notes from now on what blocks the page, and what is moved in it. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    [window.longTasks, window.movedLists] = [[], 0];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
    const isList = (node: Node) => node instanceof Element && node.matches('.log__rows');
    const removed = (record: MutationRecord) => [...record.removedNodes].filter(isList).length;
    new MutationObserver((records) => records.forEach((record) => { window.movedLists += removed(record); }))
      .observe(document.querySelector('.log__content')!, { childList: true });
  });
}

/** The longest task of those over 50 ms during something, in ms; 0 where there was none. */
async function longest(page: Page, doing: () => Promise<void>): Promise<number> {
  // Entries are handed over in a task of their own.
  const take = () => page.evaluate(() => new Promise<number>((done) => {
    setTimeout(() => done(Math.max(0, ...window.longTasks.splice(0))), 100);
  }));
  await take();
  await doing();
  return Math.round(await take());
}

/** Goes to the top, until the page before is there. */
async function older(page: Page): Promise<void> {
  const before = await lists(page).count();
  await scrollBy(page, -1_000_000);
  await expect.poll(() => lists(page).count()).toBeGreaterThan(before);
}

/** The first message that is seen in the log, and how far its top is from the top of the log. */
const first = (page: Page) => log(page).evaluate((scroller) => {
  const top = scroller.getBoundingClientRect().top;
  const seen = [...scroller.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().bottom > top)!;
  return { id: seen.id, at: Math.round(seen.getBoundingClientRect().top - top) };
});

test('a long conversation costs what a short one does: what blocks the page is printed', async ({ people }) => {
  test.setTimeout(60_000 + 150 * MESSAGES);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const { page } = ana;
  await luis.api.fill(group, MESSAGES + 100);
  await ana.api.read(group);
  await openGroup(page, path);
  await expect(message(page, `mensaje ${MESSAGES + 100}`)).toBeInViewport();
  await watch(page);

  const short = await longest(page, () => older(page));
  while (await lists(page).count() < MESSAGES / 50) await older(page);
  const figures = {
    'an older page': await longest(page, () => older(page)),
    'a message': await longest(page, async () => {
      await luis.api.send(group, 'algo nuevo');
      await expect(page.getByRole('link', { name: /1 mensaje nuevo/ })).toBeVisible();
    }),
    'a key': await longest(page, () => composer(page).pressSequentially('hola', { delay: 50 })),
    'two screens up': await longest(page, () => scrollBy(page, 1_500)),
  };
  const [inDocument, nodes] = [await rows(page).count(), await page.evaluate(() => document.querySelectorAll('*').length)];
  const told = Object.entries(figures).map(([what, ms]) => `${what} ${ms} ms`).join(', ');
  console.log(`with ${MESSAGES} messages scrolled in: ${told} (an older page with 100: ${short} ms); ${inDocument} rows and ${nodes} elements in the document`);
  expect(Math.max(...Object.values(figures))).toBeLessThan(BLOCKS_AT_MOST);
  expect(inDocument).toBeLessThan(ROWS_AT_MOST);
  expect(await page.evaluate(() => window.movedLists), 'rows that come before or after the others move none of them').toBe(0);
});

test('whoever goes far up and comes back finds everything where it was', async ({ people }) => {
  test.setTimeout(120_000);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const { page } = ana;
  await luis.api.fill(group, 600);
  await ana.api.read(group);
  await openGroup(page, path);
  await expect(message(page, 'mensaje 600')).toBeInViewport();
  await scrollBy(page, -2_000);
  const [before, height] = [await first(page), await log(page).evaluate((scroller) => scroller.scrollTop)];
  while (await lists(page).count() < 12) await older(page);
  await scrollBy(page, -1_000_000);
  await expect(message(page, 'mensaje 1')).toBeInViewport();
  await expect(message(page, 'mensaje 600'), 'it left the document').toHaveCount(0);
  await log(page).evaluate((scroller, top) => { scroller.scrollTop = top; }, height);
  await expect(page.locator(`[id="${before.id}"]`)).toBeInViewport();
  await expect.poll(() => first(page)).toEqual(before);
  await page.getByRole('link', { name: words.toEnd }).click();
  await expect(message(page, 'mensaje 600')).toBeInViewport();
});

/** A page that was away for long, or slept, or lost something without noticing. */
import { connected, expect, gather, log, marks, message, openGroup, rows, test, texts, words, type Student } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import { scrollBy } from './fixtures/reader.ts';
import type { Page } from '@playwright/test';

const contents = async (student: Student, group: Parameters<Student['api']['messages']>[0]) =>
  (await student.api.messages(group)).map(({ content, deleted }) => (deleted ? words.deleted : content));

test('edits, deletions and who came are caught up on like messages', async ({ people }) => {
  const [ana, luis, eva] = await people('Ana', 'Luis', 'Eva');
  const { group, path } = await gather('Física', [ana, luis]);
  const first = await luis.api.send(group, 'uno');
  const second = await luis.api.send(group, 'dos');
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  await luis.api.edit(group, first, 'uno, corregido');
  await luis.api.delete(group, second);
  await eva.api.join(group);
  await luis.api.send(group, 'tres');
  line.mend();
  await connected(ana.page);
  await expect.poll(() => texts(ana.page)).toEqual(['uno, corregido', words.deleted, 'tres']);
  await expect(rows(ana.page).first()).toContainText(words.edited);
  await expect(log(ana.page).getByText(words.joined(eva.name))).toBeVisible();
});

test('after more than 500 changes one reads on from where one stopped, or goes to the end', async ({ people }) => {
  test.setTimeout(180_000);
  const [ana, luis, eva] = await people('Ana', 'Luis', 'Eva');
  const { group, path } = await gather('Física', [ana, luis, eva]);
  const first = await luis.api.send(group, 'antes de todo');
  await luis.api.send(group, 'lo último que vi');
  for (const { page } of [ana, eva]) await openGroup(page, path);
  await expect.poll(() => ana.api.unread(group)).toBe(0);
  const lines = [await Line.of(ana.page), await Line.of(eva.page)];
  for (const { page } of [ana, eva]) await openGroup(page, path);
  for (const line of lines) await line.cut();
  await luis.api.fill(group, 505);
  await luis.api.edit(group, first, 'cambiado mientras tanto');
  const release = await holdNewer(ana.page);
  for (const line of lines) line.mend();

  await test.step('what is missing is not read while it is missing', async () => {
    await connected(ana.page);
    await expect(gap(ana.page)).toBeInViewport();
    await expect(message(ana.page, 'lo último que vi')).toBeInViewport();
    await expect(message(ana.page, 'mensaje 456')).toBeInViewport();
    await expect(rows(ana.page).first()).toContainText('cambiado mientras tanto');
    await expect(ana.page.getByRole('link', { name: words.newLine, exact: true })).toBeVisible();
    expect(await ana.api.unread(group)).toBe(505);
  });

  await test.step('it comes from above, as far as one reads', async () => {
    release();
    await expect(message(ana.page, 'mensaje 1')).toBeInViewport();
    await expect(message(ana.page, 'lo último que vi')).toBeInViewport();
    await expect.poll(() => ana.api.unread(group)).toBeLessThan(505);
    expect(await ana.api.unread(group)).toBeGreaterThan(480);
    expect((await texts(ana.page)).length, 'a page of it').toBe(102);
  });

  await test.step('whoever goes to the end does not load it all', async () => {
    await connected(eva.page);
    await eva.page.getByRole('link', { name: words.newLine, exact: true }).click();
    await expect(message(eva.page, 'mensaje 505')).toBeInViewport();
    await expect.poll(() => eva.api.unread(group)).toBe(0);
    expect((await texts(eva.page)).length).toBeLessThan(200);
    await expect(gap(eva.page)).toHaveText(words.gap);
  });

  await test.step('reading on, all of it comes in its order', async () => {
    while (await gap(ana.page).count()) {
      await scrollBy(ana.page, 500);
      await expect(gap(ana.page)).not.toBeInViewport();
    }
    // On paper nobody scrolls: there all rows are in the document.
    await ana.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const all = await contents(luis, group);
    await expect.poll(() => texts(ana.page)).toEqual(all);
    await ana.page.getByRole('link', { name: /^\d+ mensajes nuevos$/ }).click();
    await expect.poll(() => ana.api.unread(group)).toBe(0);
  });
});

/** Where messages are missing. */
const gap = (page: Page) => log(page).locator('[data-kind="gap"]');

/** What the page asks for after a message does not arrive until this is called. */
async function holdNewer(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/api\/fn\/messages\?.*after/, async (route) => {
    await released;
    await route.continue().catch(() => undefined);
  });
  return release;
}

test('a tail that was lost without a trace shows with the next ping', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  line.lose('new_message');
  await luis.api.send(group, 'lo último, y nadie lo oye');
  await expect.poll(() => contents(luis, group)).toHaveLength(1);
  line.deliver();
  expect(await texts(ana.page)).toEqual([]);
  // The server pings every 25 seconds; nothing else would bring it.
  await expect(rows(ana.page)).toHaveText(/lo último, y nadie lo oye/, { timeout: 40_000 });
});

for (const [what, happens] of Object.entries({
  'the network comes back': () => dispatchEvent(new Event('online')),
  'the tab is shown again': () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
  'the page comes out of the browser’s cache': () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
})) {
  test(`when ${what}, a dead line is found out at once`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { group, path } = await gather('Física', [ana, luis]);
    const line = await Line.of(ana.page);
    await openGroup(ana.page, path);
    // Half open: the browser believes in it, and nothing comes any more.
    line.mute();
    await luis.api.send(group, 'mientras dormías');
    await ana.page.evaluate(happens);
    // Five seconds for an answer; the silence alone would take 40.
    await expect(ana.page.locator(marks.connected)).toHaveCount(0, { timeout: 30_000 });
    await line.cut();
    line.mend();
    await expect.poll(() => texts(ana.page)).toEqual(['mientras dormías']);
  });
}

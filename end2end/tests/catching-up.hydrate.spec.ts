/** A page that was away for long, or slept, or lost something without noticing. */
import { connected, expect, gather, log, marks, openGroup, rows, test, texts, words, type Student } from './fixtures.ts';
import { Line } from './fixtures/line.ts';

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

test('after more than 500 changes the gap is shown, and fills as one scrolls', async ({ people }) => {
  test.setTimeout(120_000);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const first = await luis.api.send(group, 'antes de todo');
  await luis.api.send(group, 'lo último que vi');
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  await luis.api.fill(group, 505);
  await luis.api.edit(group, first, 'cambiado mientras tanto');
  line.mend();
  await connected(ana.page);
  const gap = log(ana.page).locator('[data-kind="gap"]');
  await expect(gap).toHaveText(words.gap);
  await expect(rows(ana.page).last()).toContainText('mensaje 505');
  expect(await texts(ana.page)).toEqual(
    ['antes de todo', 'lo último que vi', ...Array.from({ length: 50 }, (_, at) => `mensaje ${at + 456}`)],
  );

  await expect(async () => {
    await log(ana.page).evaluate((scroller) => scroller.scrollBy({ top: -4_000, behavior: 'instant' }));
    await expect(gap).toHaveCount(0, { timeout: 100 });
  }).toPass({ timeout: 60_000 });
  await expect.poll(() => texts(ana.page)).toEqual(await contents(luis, group));
  await expect(rows(ana.page).first()).toContainText('cambiado mientras tanto');
});

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

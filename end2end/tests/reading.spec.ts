/** Where a conversation with many unread messages opens, and what counts as read: with and without the script. */
import { expect, gather, inGroup, jump, log, message, open, openGroup, rows, scripted, test, texts, words, type Group, type Student } from './fixtures.ts';
import type { Page } from '@playwright/test';

/** Luis has written a hundred messages, of which Ana has read thirty. */
async function seventyUnread(ana: Student, luis: Student): Promise<{ group: Group; path: string }> {
  const gathering = await gather('Física', [ana, luis]);
  await luis.api.fill(gathering.group, 100);
  await ana.api.read(gathering.group, (await ana.api.messages(gathering.group))[29]!);
  expect(await ana.api.unread(gathering.group)).toBe(70);
  return gathering;
}

/** The number of the last message that is in view to its end. */
function lastInView(page: Page): Promise<number> {
  return log(page).evaluate((log) => {
    const bottom = log.getBoundingClientRect().bottom + 1;
    const shown = [...log.querySelectorAll('[data-kind="message"]')].filter((row) => row.getBoundingClientRect().bottom <= bottom);
    return Number(shown.at(-1)!.querySelector('.message__text')!.textContent!.split(' ')[1]);
  });
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `mensaje ${from + at}`);

for (const [where, viewport] of [['a desktop', { width: 1280, height: 720 }], ['a phone', { width: 360, height: 640 }]] as const) {
  test(`on ${where} the page opens at the first unread message`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { path } = await seventyUnread(ana, luis);
    await ana.page.setViewportSize(viewport);
    await open(ana.page, '/groups');
    await ana.page.getByRole('link', { name: words.unread(70) }).click();
    await inGroup(ana.page);
    for (const way of ['from the list', 'by its address']) {
      if (way === 'by its address' && scripted()) await openGroup(ana.page, path);
      await test.step(way, async () => {
        await expect(log(ana.page).getByText(words.newLine)).toBeInViewport();
        const first = rows(ana.page).filter({ hasText: words.newLine });
        await expect(first.locator('.message__text')).toHaveText(/^mensaje \d+$/);
        await expect(first).toBeInViewport();
        await expect(message(ana.page, 'mensaje 100')).toHaveCount(0);
      });
    }
  });
}

/** How far the line "new messages" stands below the upper edge of the log, in parts of its height. Infinite where something floats over it. */
function lineBelowTop(page: Page): Promise<number> {
  return log(page).evaluate((log) => {
    const [view, line] = [log, log.querySelector('#new')!].map((element) => element.getBoundingClientRect());
    const floats = document.querySelector('.jump')?.getBoundingClientRect();
    if (floats && floats.top < line!.bottom) return Infinity;
    return (line!.top - view!.top) / view!.height;
  });
}

for (const [where, viewport] of [['a phone', { width: 360, height: 640 }], ['a very low window', { width: 640, height: 200 }]] as const) {
  test(`on ${where} the first unread message stands near the top, however one comes`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { path } = await seventyUnread(ana, luis);
    // Without the script the page would be read now.
    await ana.page.route('**/seen/**', (route) => route.fulfill({ status: 204 }));
    await ana.page.setViewportSize(viewport);
    const stands = async (way: string) => {
      await inGroup(ana.page);
      await expect.poll(() => lineBelowTop(ana.page), way).toBeLessThan(0.3);
      expect(await lineBelowTop(ana.page), way).toBeGreaterThan(0);
    };
    await ana.page.goto(path);
    await stands('by its address');
    await ana.page.goto('/groups');
    await ana.page.goto(`${path}#new`);
    await stands('by the link of a list');
    await ana.page.reload();
    await stands('loaded again');
    await ana.page.goto('/groups');
    await ana.page.goBack();
    await stands('by going back');
  });
}

test('ways into a conversation name the line only where there is one', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await seventyUnread(ana, luis);
  await open(ana.page, `${path}/members`);
  await expect(ana.page.getByRole('link', { name: words.backToChat })).toHaveAttribute('href', `${path}#new`);
  await ana.api.read(group);
  await open(ana.page, `${path}/members`);
  await expect(ana.page.getByRole('link', { name: words.backToChat })).toHaveAttribute('href', path);
  await openGroup(ana.page, `${path}#new`);
  await expect(message(ana.page, 'mensaje 100'), 'the line that is not there leads nowhere else').toBeInViewport();
});

test('only what was shown is read, and a page that is loaded again opens there', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await seventyUnread(ana, luis);
  await openGroup(ana.page, path);
  await expect(rows(ana.page).filter({ hasText: words.newLine }).locator('.message__text')).toHaveText('mensaje 31');
  // Without the script a page is read as far as it reaches, for nobody can know where its reader stopped.
  await expect.poll(() => ana.api.unread(group)).toBeLessThan(70);
  const last = scripted() ? await lastInView(ana.page) : 55;
  expect(last).toBeLessThan(60);
  await expect.poll(() => ana.api.unread(group)).toBe(100 - last);

  await openGroup(ana.page, path);
  await expect(rows(ana.page).filter({ hasText: words.newLine }).locator('.message__text')).toHaveText(`mensaje ${last + 1}`);
  await expect(log(ana.page).getByText(words.newLine)).toBeInViewport();
});

test('reading on, the rest comes in its order, with what is said meanwhile', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await seventyUnread(ana, luis);
  await openGroup(ana.page, path);
  await luis.api.send(group, 'y ahora');
  if (scripted()) {
    await expect(message(ana.page, 'y ahora')).toBeAttached();
    await expect(async () => {
      await log(ana.page).evaluate((log) => log.scrollBy({ top: 400, behavior: 'instant' }));
      expect((await texts(ana.page)).length).toBe(96);
    }).toPass({ timeout: 30_000 });
    expect(await texts(ana.page)).toEqual([...numbers(6, 100), 'y ahora']);
    await expect(log(ana.page).locator('[data-kind="gap"]')).toHaveCount(0);
  } else {
    expect(await texts(ana.page)).toEqual(numbers(6, 55));
    await log(ana.page).getByRole('link', { name: words.newer }).click();
    await expect(message(ana.page, 'mensaje 56')).toBeInViewport();
    expect(await texts(ana.page)).toEqual([...numbers(56, 100), 'y ahora']);
    await expect.poll(() => ana.api.unread(group)).toBe(0);
  }
});

test('one can go to the newest at once', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await seventyUnread(ana, luis);
  await openGroup(ana.page, path);
  if (scripted()) await ana.page.getByRole('link', { name: /^\d+ mensajes nuevos$/ }).click();
  else await jump(ana.page, 0).click();
  await expect(message(ana.page, 'mensaje 100')).toBeInViewport();
  await expect.poll(() => ana.api.unread(group)).toBe(0);
});

test('deleted messages are not waited for', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const sent = [await luis.api.send(group, 'uno'), await luis.api.send(group, 'dos')];
  for (const message of sent) await luis.api.delete(group, message);
  await open(ana.page, '/groups');
  await expect(ana.page.getByText(/sin leer/)).toHaveCount(0);
  await openGroup(ana.page, path);
  await expect(log(ana.page).getByText(words.newLine)).toHaveCount(0);
});

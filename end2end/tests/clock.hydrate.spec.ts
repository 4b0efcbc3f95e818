/** A clock that is set while the page is open: nothing waits for it. */
import { composer, connected, expect, gather, message, openGroup, rows, sendMessage, test, words } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import type { Page } from '@playwright/test';

const HOUR = 3_600_000;

/** Gives a page a clock on the wall that the test can set. Whatever counts how much time has passed is left alone. */
async function withClock(page: Page): Promise<(by: number) => Promise<void>> {
  await page.addInitScript(() => {
    const Real = Date;
    let set = 0;
    const now = () => Real.now() + set;
    globalThis.Date = new Proxy(Real, {
      construct: (target, given) => (given.length === 0 ? new target(now()) : Reflect.construct(target, given)),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    });
    Object.assign(globalThis, { setClock: (by: number) => (set += by) });
  });
  return (by) => page.evaluate((by) => void (globalThis as unknown as { setClock(by: number): void }).setClock(by), by);
}

for (const [what, by] of [['back', -HOUR], ['forward', HOUR]] as const) {
  test(`a clock that is set an hour ${what} holds nothing up`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { group, path } = await gather('Física', [ana, luis]);
    const line = await Line.of(ana.page);
    const setClock = await withClock(ana.page);
    await openGroup(ana.page, path);
    await openGroup(luis.page, path);
    const announced = ana.page.getByRole('status').filter({ hasText: /tres|dos/ });
    const unread = async () => {
      const answer = await ana.page.request.get(`/api/v1/groups/${group.id}`);
      return ((await answer.json()) as { unread: number }).unread;
    };

    // A typing line goes by itself.
    await composer(luis.page).pressSequentially('empiezo');
    await expect(ana.page.getByText(words.writing(luis.name))).toBeVisible();
    await sendMessage(ana.page, 'uno');
    await luis.api.send(group, 'ya');
    await expect.poll(unread).toBe(0);
    await setClock(by);
    await composer(luis.page).pressSequentially('!');
    await expect(ana.page.getByText(words.writing(luis.name))).toHaveCount(0, { timeout: 15_000 });

    // What is read is told, and what comes is announced.
    await luis.api.send(group, 'dos');
    await expect(announced).toHaveCount(1);
    await expect.poll(unread).toBe(0);

    // A connection that broke comes back, and what was written meanwhile goes out.
    await line.cut();
    await expect(ana.page.locator('[data-connection="waiting"]')).toBeAttached();
    await setClock(by);
    await sendMessage(ana.page, 'tres');
    await setClock(by);
    line.mend();
    await connected(ana.page);
    const retry = ana.page.getByRole('button', { name: words.retry });
    if (by > 0) await retry.click();
    await expect(rows(ana.page).filter({ hasText: 'tres' })).toHaveAttribute('data-state', 'sent');
    await expect(message(luis.page, 'tres')).toBeVisible();
  });
}

test('a device that has slept looks at once whether its line still lives', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  const setClock = await withClock(ana.page);
  await openGroup(ana.page, path);
  // Nobody told the page that the line died; by itself it would wait 40 s. Its clock on the wall ran on, the other one stood.
  line.mute();
  await setClock(HOUR);
  await expect(ana.page.locator('[data-connection="waiting"]')).toBeAttached({ timeout: 15_000 });
  await line.cut();
  line.mend();
  await connected(ana.page);
});

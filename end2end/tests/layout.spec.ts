/** Nothing is wider than the window, whatever people write and however small the window is. */
import { composer, expect, gather, log, message, newPerson, open, openGroup, ready, rows, test, enrol, words } from './fixtures.ts';
import type { Page } from '@playwright/test';

const WIDTHS = [360, 768, 1280];

async function expectToFit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    const { wider, sideways } = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => !isUnseen(element));
      const wider = shown.filter((element) => element.getBoundingClientRect().right > width + 1);
      return { wider: wider.map((element) => element.className || element.tagName), sideways: document.documentElement.scrollWidth - width };

      /** Cut off by design: for screen readers only, or inside something that ends with an ellipsis. */
      function isUnseen(element: Element): boolean {
        for (let at: Element | null = element; at; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.position === 'absolute' && style.clipPath !== 'none') return true;
          if (at !== element && style.overflowX === 'hidden' && style.textOverflow === 'ellipsis') return true;
        }
        return false;
      }
    });
    expect.soft(sideways, `${path} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    expect.soft(wider, `${path} at ${width} px`).toEqual([]);
  }
}

const LONG_NAME = {
  name: 'Maximiliana'.repeat(6).slice(0, 60),
  lastName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2).slice(0, 60),
};

test('pages without anything fit', async ({ page, people }) => {
  for (const path of ['/', '/sign-up', '/sign-in']) await expectToFit(page, path);
  const [ana] = await people('Ana');
  const { path } = await gather('G', [ana]);
  for (const inside of ['/groups', path, `${path}/members`]) await expectToFit(ana.page, inside);
});

test('names of 60 characters and messages of 10 000 without a space fit', async ({ people, visitor, request, baseURL }) => {
  const [ana] = await people('Ana');
  const long = await enrol(await visitor(), { ...newPerson(''), ...LONG_NAME }, request, baseURL!);
  const { group, path } = await gather('Electroencefalografista'.repeat(4).slice(0, 80), [long, ana]);
  await long.api.send(group, 'x'.repeat(10_000));
  await ana.api.send(group, 'ñ'.repeat(10_000));
  await ana.api.send(group, 'y ya está');

  for (const inside of ['/groups', `${path}/members`, `/join/${group.invite_code}`, path]) await expectToFit(ana.page, inside);
  await expectToFit(long.page, path);
  await ana.api.read(group);
  await open(ana.page, path);
  await expect(message(ana.page, 'y ya está')).toBeInViewport();
  await expect(ana.page.locator('#composer-text')).toBeInViewport();
});

test('a name is not cut where there is room for it', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [luis, ana]);
  await luis.api.send(group, 'sí');
  await ana.page.setViewportSize({ width: 360, height: 640 });
  await openGroup(ana.page, path);
  const author = rows(ana.page).locator('.message__author');
  await expect(author).toHaveText(luis.name);
  expect(await author.evaluate((name) => name.scrollWidth - name.clientWidth)).toBeLessThanOrEqual(0);
});

test('a long name that is kept out has a row of a phone for itself', async ({ people, visitor, request, baseURL }) => {
  const [ana] = await people('Ana');
  const long = await enrol(await visitor(), { ...newPerson(''), ...LONG_NAME }, request, baseURL!);
  const { group, path } = await gather('Física', [ana, long]);
  await ana.api.remove(group, long.api);
  await ana.page.setViewportSize({ width: 360, height: 640 });
  await open(ana.page, `${path}/members`);
  const kept = ana.page.getByRole('listitem').filter({ has: ana.page.getByRole('button', { name: words.letIn }) });
  expect(await kept.locator('.member__name').evaluate((name) => name.clientWidth)).toBeGreaterThan(250);
});

for (const [width, height, least] of [[640, 200, 90], [800, 300, 180], [360, 420, 260]] as const) {
  test(`in a window of ${width} by ${height} there is room for what is said and for what one writes`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { group, path } = await gather('Física', [ana, luis]);
    await luis.api.fill(group, 20);
    await ana.api.read(group);
    await ana.page.setViewportSize({ width, height });
    await openGroup(ana.page, path);
    await expect(message(ana.page, 'mensaje 20')).toBeInViewport({ ratio: 1 });
    const room = () => log(ana.page).evaluate((log) => log.clientHeight);
    expect(await room()).toBeGreaterThanOrEqual(least);
    await composer(ana.page).focus();
    await composer(ana.page).fill('una\ny otra\ny otra\ny otra');
    await expect(composer(ana.page)).toBeInViewport({ ratio: 1 });
    expect(await room()).toBeGreaterThanOrEqual(least * 0.7);
  });
}

/** Nothing is wider than the window, whatever people write and however small the window is. */
import { expect, gather, message, newPerson, open, ready, test, enrol } from './fixtures.ts';
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
  await open(ana.page, path);
  await expect(message(ana.page, 'y ya está')).toBeInViewport();
  await expect(ana.page.locator('#composer-text')).toBeInViewport();
});

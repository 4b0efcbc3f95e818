/** axe on every page, in both languages, light and dark, on a phone and on a desktop. */
import { expect, expectAccessible, gather, open, openGroup, scripted, test, type Gathering } from './fixtures.ts';
import type { Page } from '@playwright/test';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

interface Look {
  colorScheme: 'light' | 'dark';
  viewport: typeof PHONE;
}

/** Each theme with each size, half of them in each language: what a colour or a width does, no word changes. */
const LOOKS: Record<string, [Look, Look]> = {
  'es-ES': [{ colorScheme: 'light', viewport: DESKTOP }, { colorScheme: 'dark', viewport: PHONE }],
  'en-GB': [{ colorScheme: 'dark', viewport: DESKTOP }, { colorScheme: 'light', viewport: PHONE }],
};

async function expectAccessibleInEveryLook(page: Page, looks: Look[]): Promise<void> {
  // Without its script a page has the same style: its HTML is what is new.
  for (const { colorScheme, viewport } of scripted() ? looks : looks.slice(0, 1)) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await test.step(`${colorScheme}, ${viewport.width} px`, () => expectAccessible(page));
  }
}

for (const [locale, looks] of Object.entries(LOOKS)) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test.beforeEach(() => test.skip(!scripted() && locale !== 'es-ES'));

    test('what a visitor sees', async ({ page, people, complaints }) => {
      complaints.allow(/status of 40[04]/);
      const [ana] = await people('Ana');
      const group = await ana.api.createGroup('Física');
      for (const path of ['/', '/sign-up', '/sign-in', `/join/${group.invite_code}`, '/join/ZZZZZZZZZZ', '/no-existe']) {
        await open(page, path);
        await test.step(path, () => expectAccessibleInEveryLook(page, looks));
      }
    });

    test('what somebody without groups sees', async ({ people }) => {
      const [{ page }] = await people('Ana');
      await open(page, '/groups');
      await expectAccessibleInEveryLook(page, looks);
    });

    test('a group in which nobody has spoken', async ({ people }) => {
      const [ana] = await people('Ana');
      const { path } = await gather('Física', [ana]);
      await openGroup(ana.page, path);
      await expectAccessibleInEveryLook(ana.page, looks);
    });

    test('a group in the middle of a conversation, its people, and the list', async ({ people }) => {
      const [ana, luis] = await people('Ana', 'Luis');
      const gathering = await gather('Física', [ana, luis]);
      await converse(gathering, ana, luis);
      await open(ana.page, '/groups');
      await test.step('the list', () => expectAccessibleInEveryLook(ana.page, looks));
      await openGroup(ana.page, gathering.path);
      await test.step('the conversation', () => expectAccessibleInEveryLook(ana.page, looks));
      await open(ana.page, `${gathering.path}/members`);
      for (const details of await ana.page.locator('details').all()) await details.evaluate((it) => it.setAttribute('open', ''));
      await test.step('the people', () => expectAccessibleInEveryLook(ana.page, looks));
    });
  });
}

test('whoever asks for less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/sign-in');
  const longest = await page.evaluate(() => {
    const seconds = (element: Element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return Math.max(...`${transitionDuration},${animationDuration}`.split(',').map(Number.parseFloat));
    };
    return Math.max(...[...document.querySelectorAll('body *')].map(seconds));
  });
  expect(longest).toBeLessThanOrEqual(0.001);
});

type Students = Parameters<typeof gather>[1];

async function converse({ group }: Gathering, ...students: Students): Promise<void> {
  for (const { api, name } of students) {
    await api.send(group, `hola, soy ${name}`);
    await api.send(group, 'y esto va en la misma tanda\nen dos líneas');
  }
}

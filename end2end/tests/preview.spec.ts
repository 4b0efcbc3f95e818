/** What a message will look like, before it is sent. */
import { button, composer, english, expect, expectAccessible, gather, openGroup, rows, scripted, test, texts, words, type Student } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import type { Locator, Page } from '@playwright/test';

const preview = (page: Page): Locator => page.getByRole('region', { name: words.preview });
const toggle = (page: Page): Locator => button(page, words.preview);

/** What loads the part that makes the preview. */
const PART = /split_markup.*\.wasm/;

async function atTheComposer(ana: Student): Promise<string> {
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  return path;
}

test('without a script nobody is offered what does nothing', async ({ people }) => {
  test.skip(scripted());
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  await expect(composer(ana.page)).toBeVisible();
  await expect(toggle(ana.page)).toHaveCount(0);
});

test.describe('with a script', () => {
  test.beforeEach(() => test.skip(!scripted()));

  test('what is written is shown as it will look, while it is written', async ({ people }) => {
    const [{ page, ...ana }] = await people('Ana');
    await atTheComposer({ page, ...ana });
    await expect(preview(page)).toHaveCount(0);
    await toggle(page).click();
    await expect(toggle(page)).toHaveAttribute('aria-expanded', 'true');
    await expect(preview(page)).toHaveText(words.previewEmpty);
    await composer(page).pressSequentially('es **muy** fácil');
    await expect(preview(page).locator('.message__text.markup strong')).toHaveText('muy');
    await composer(page).fill('a < b\ny nada más');
    await expect(preview(page).locator('.message__text')).toHaveText('a < b\ny nada más');
    await expect(preview(page).locator('.markup')).toHaveCount(0);
    await expectAccessible(page);

    await toggle(page).click();
    await expect(preview(page)).toHaveCount(0);
    await expect(toggle(page)).toHaveAttribute('aria-expanded', 'false');
    await expect(composer(page), 'what is written stays').toHaveValue('a < b\ny nada más');
  });

  test('nobody loads what makes it before it is wanted, and then once', async ({ people }) => {
    const [ana] = await people('Ana');
    const asked: string[] = [];
    ana.page.on('request', (request) => PART.test(request.url()) && asked.push(request.url()));
    await atTheComposer(ana);
    await composer(ana.page).fill('*a*');
    expect(asked).toEqual([]);
    for (let time = 1; time <= 3; time++) {
      await toggle(ana.page).click();
      await expect(preview(ana.page).locator('em')).toHaveText('a');
      await toggle(ana.page).click();
    }
    expect(asked).toHaveLength(1);
  });

  test('whoever presses its button goes on typing, and sending closes it', async ({ people }) => {
    const [ana] = await people('Ana');
    await atTheComposer(ana);
    await composer(ana.page).focus();
    await toggle(ana.page).click();
    await expect(composer(ana.page)).toBeFocused();
    await ana.page.keyboard.type('**hola**');
    await expect(preview(ana.page).locator('strong')).toHaveText('hola');
    await ana.page.keyboard.press('Enter');
    await expect(preview(ana.page)).toHaveCount(0);
    await expect(rows(ana.page).locator('strong')).toHaveText('hola');
    expect(await texts(ana.page)).toEqual(['hola']);
  });

  test('it is opened, read to its end and closed by keyboard', async ({ people }) => {
    const [ana] = await people('Ana');
    await atTheComposer(ana);
    const { page } = ana;
    await composer(page).fill(Array.from({ length: 60 }, (_, number) => `- línea ${number}`).join('\n'));
    await composer(page).focus();
    await page.keyboard.press('Tab');
    await expect(toggle(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(preview(page).locator('li')).toHaveCount(60);
    await expect(toggle(page)).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(preview(page)).toBeFocused();
    await page.keyboard.press('End');
    await expect(preview(page).locator('li').last()).toBeInViewport();
    await expect(composer(page), 'and there is still room to write').toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect(preview(page)).toHaveCount(0);
  });

  test('where it cannot be loaded, that is said, and the next opening tries again', async ({ people, complaints }) => {
    complaints.allow(/split_markup|Failed to fetch|wasm/i);
    const [ana] = await people('Ana');
    await atTheComposer(ana);
    const { page } = ana;
    await composer(page).fill('**a** c');
    // Without a network, and then as on a page whose server has a newer version.
    for (const fail of ['abort', 'gone'] as const) {
      await page.route(PART, (route) => (fail === 'abort' ? route.abort() : route.fulfill({ status: 404 })));
      await toggle(page).click();
      await expect(preview(page)).toHaveText(words.previewMissing);
      await composer(page).pressSequentially('b');
      await expect(preview(page)).toHaveText(words.previewMissing);
      await toggle(page).click();
      await page.unroute(PART);
    }
    await toggle(page).click();
    await expect(preview(page).locator('strong')).toHaveText('a');
    await page.keyboard.press('Enter');
    await expect(rows(page), 'and the page lives').toHaveCount(1);
  });

  test('what waits for a connection is shown as it will look, once a preview was opened', async ({ people }) => {
    const [ana] = await people('Ana');
    const { group, path } = await gather('Física', [ana]);
    const line = await Line.of(ana.page);
    await openGroup(ana.page, path);
    await toggle(ana.page).click();
    await expect(preview(ana.page)).toHaveText(words.previewEmpty);
    await line.cut();
    await composer(ana.page).fill('sin **red**');
    await composer(ana.page).press('Enter');
    const text = rows(ana.page).first().locator('.message__text');
    await expect(text.locator('strong')).toHaveText('red');
    await text.evaluate((element) => element.setAttribute('data-seen', ''));
    line.mend();
    await expect.poll(async () => (await ana.api.messages(group)).length, { timeout: 40_000 }).toBe(1);
    await expect(rows(ana.page).first()).toHaveAttribute('data-state', 'sent');
    await expect(rows(ana.page).first().locator('[data-seen] strong'), 'the same element, for it is the same text').toHaveText('red');
  });

  test.describe('in English', () => {
    test.use({ locale: 'en-GB' });
    test('it has words of its own, light and dark, on a phone', async ({ people }) => {
      const [{ page, ...ana }] = await people('Ana');
      const { path } = await gather('Física', [{ page, ...ana }]);
      await openGroup(page, path);
      await page.setViewportSize({ width: 360, height: 640 });
      await page.locator('#composer-text').fill('- **a**\n- `b`\n\n> c');
      await button(page, english.preview).click();
      const region = page.getByRole('region', { name: english.preview });
      await expect(region.locator('blockquote')).toHaveText('c');
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expectAccessible(page);
      }
    });
  });
});

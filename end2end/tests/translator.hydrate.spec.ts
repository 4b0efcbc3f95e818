/**
 * A browser that translates takes the page's texts out of the document and puts elements of its own in their place. What changes
 * afterwards must change all the same.
 */
import { expect, gather, log, message, openGroup, rows, sendMessage, test, words } from './fixtures.ts';
import type { Page } from '@playwright/test';

/** As the translators of Chromium's kin do it, which leave alone what says that it is not to be translated; new texts follow. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const mayTouch = (text: Node) => {
      const said = text.parentElement?.closest('[translate]')?.getAttribute('translate');
      return said !== 'no' && !text.parentElement?.closest('script, style, textarea, font') && text.textContent!.trim() !== '';
    };
    const work = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts.filter(mayTouch)) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = `«${text.textContent}»`;
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    work();
    new MutationObserver(work).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

test('what is deleted is gone and what is edited is new, translated or not', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const sent = [await luis.api.send(group, 'secreto'), await luis.api.send(group, 'viejo'), await luis.api.send(group, 'sigue')];
  await openGroup(ana.page, path);
  await translate(ana.page);
  await expect(message(ana.page, '«secreto»')).toBeVisible();

  await luis.api.delete(group, sent[0]!);
  await luis.api.edit(group, sent[1]!, 'nuevo');
  await expect(message(ana.page, '«nuevo»')).toBeVisible();
  await expect(log(ana.page).getByText('secreto')).toHaveCount(0);
  await expect(log(ana.page).getByText('viejo')).toHaveCount(0);
  await expect(message(ana.page, `«${words.deleted}»`)).toBeVisible();
  await expect(rows(ana.page).nth(1)).toContainText(words.edited);
  await expect(rows(ana.page).locator('.message__text')).toHaveCount(3);

  // Again, and back: there are two places for a text, and both are let go of.
  for (const text of ['otra', 'y otra', 'y la última']) {
    await luis.api.edit(group, sent[1]!, text);
    await expect(message(ana.page, `«${text}»`)).toBeVisible();
  }
  await expect(rows(ana.page).nth(1).locator('.message__text')).toHaveText(['«y la última»']);
});

test('the page goes on living: what is written, who is there, how many wait', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.fill(group, 40);
  await openGroup(ana.page, path);
  await translate(ana.page);

  await luis.api.join(group);
  await expect(ana.page.locator('.room-head__count')).toHaveText('2');
  await sendMessage(ana.page, 'hola').catch(() => {});
  await expect(message(ana.page, '«hola»')).toBeVisible();
  await expect(rows(ana.page).filter({ hasText: '«hola»' })).toHaveAttribute('data-state', 'sent');
  await log(ana.page).evaluate((log) => log.scrollTo({ top: -800 }));
  for (const count of [1, 2, 3]) {
    await luis.api.send(group, `nuevo ${count}`);
    await expect(ana.page.getByRole('link', { name: words.newMessages(count) })).toBeVisible();
  }
});

test('whatever changes by itself is not given to a translator', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.send(group, 'hola');
  for (const page of ['/groups', path, `${path}/members`, `/sign-in`]) {
    await ana.page.goto(page);
    // Every island is taken over by the script; in it only what people wrote may be translated, and what is left to it stays as it is.
    const open = await ana.page.locator('leptos-island').evaluateAll((islands) => {
      const texts = islands.flatMap((island) => {
        const walker = document.createTreeWalker(island, NodeFilter.SHOW_TEXT);
        const found: Text[] = [];
        while (walker.nextNode()) found.push(walker.currentNode as Text);
        return found.filter((text) => text.textContent!.trim() !== '');
      });
      const open = texts.filter((text) => text.parentElement!.closest('[translate]')?.getAttribute('translate') !== 'no');
      return open.map((text) => `${text.parentElement!.tagName}.${text.parentElement!.className}`);
    });
    const still = /^(P\.message__text|LABEL\.field__label|P\.field__hint|SPAN\.copy__label|OUTPUT\.copy__text|SPAN\.unseen)/;
    expect(open.filter((element) => !still.test(element)), page).toEqual([]);
  }
});

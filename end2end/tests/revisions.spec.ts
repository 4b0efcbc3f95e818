/** Edits and deletions, with and without the script: the same links, the same forms. */
import {
  expect, expectAccessible, field, gather, message, openGroup, ready, rows, scripted, test, texts, words, button, type Group, type Student,
} from './fixtures.ts';
import type { Locator, Page } from '@playwright/test';

function row(page: Page, text: string): Locator {
  return rows(page).filter({ hasText: text });
}

/** Opens what can be done with the message, and does it. */
async function choose(page: Page, text: string, deed: string): Promise<void> {
  await row(page, text).hover();
  await row(page, text).getByRole('link', { name: words.messageOptions }).click();
  await ready(page);
  await rows(page).getByRole('link', { name: deed, exact: true }).click();
  await ready(page);
}

/** Luis sees it at once, or when he comes by. */
async function seenBy({ page }: Student, path: string): Promise<Page> {
  if (!scripted()) await openGroup(page, path);
  return page;
}

async function talk(students: readonly [Student, Student]): Promise<{ group: Group; path: string }> {
  const [ana, luis] = students;
  const gathering = await gather('Física', students);
  await ana.api.send(gathering.group, 'nos vemos a las seis');
  await luis.api.send(gathering.group, 'vale');
  await ana.api.send(gathering.group, 'traigo café');
  for (const { page } of students) await openGroup(page, gathering.path);
  return gathering;
}

test('one edits one’s own message, and everybody reads the new text', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await talk([ana, luis]);
  await choose(ana.page, 'nos vemos a las seis', words.edit);
  await expect(field(ana.page, words.editor)).toHaveValue('nos vemos a las seis');
  await field(ana.page, words.editor).fill('nos vemos a las siete');
  await button(ana.page, words.save).click();

  await expect(row(ana.page, 'nos vemos a las siete')).toContainText(words.edited);
  await expect(row(await seenBy(luis, path), 'nos vemos a las siete')).toContainText(words.edited);
  await expect.poll(() => texts(luis.page)).toEqual(['nos vemos a las siete', 'vale', 'traigo café']);
  const [first] = await luis.api.messages(group);
  expect(first).toMatchObject({ content: 'nos vemos a las siete', edited_at: expect.any(String) });
});

test('a text that looks like markup is edited as it was written', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física </title><b>', [ana, luis]);
  const text = '</textarea><b>hola</b> &lt;i&gt; &amp;';
  await ana.api.send(group, text);
  await openGroup(ana.page, path);
  await expect(ana.page).toHaveTitle('\u2068Física </title><b>\u2069 · Tertulia');
  await choose(ana.page, text, words.edit);
  await expect(field(ana.page, words.editor)).toHaveValue(text);
  await field(ana.page, words.editor).fill(`${text}!`);
  await button(ana.page, words.save).click();
  await expect(row(ana.page, `${text}!`)).toContainText(words.edited);
  const [first] = await luis.api.messages(group);
  expect(first).toMatchObject({ content: `${text}!` });
});

test('one deletes one’s own message after a question, and its place stays', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await talk([ana, luis]);
  await choose(ana.page, 'traigo café', words.delete);
  await expect(ana.page.getByText(words.deleteQuestion)).toBeVisible();
  await button(ana.page, words.confirmDelete).click();
  await expect(message(ana.page, words.deleted)).toBeVisible();
  await expect(message(await seenBy(luis, path), words.deleted)).toBeVisible();
  await expect.poll(() => texts(luis.page)).toEqual(['nos vemos a las seis', 'vale', words.deleted]);
  await expect(row(ana.page, words.deleted).getByRole('link')).toHaveCount(0);
});

test('a question that is cancelled changes nothing', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group } = await talk([ana, luis]);
  await choose(ana.page, 'traigo café', words.delete);
  await ana.page.getByRole('link', { name: words.cancel }).click();
  await ready(ana.page);
  await expect(ana.page.getByText(words.deleteQuestion)).toHaveCount(0);
  expect((await luis.api.messages(group)).map(({ content }) => content)).toContain('traigo café');
});

test('a moderator deletes what others wrote; whoever is none cannot, and nobody edits it', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await talk([ana, luis]);
  const options = (page: Page, text: string) => row(page, text).getByRole('link', { name: words.messageOptions });
  await expect(options(luis.page, 'vale')).toHaveCount(1);
  await row(luis.page, 'traigo café').hover();
  await options(luis.page, 'traigo café').click();
  await expect(rows(luis.page).getByRole('link', { name: words.copyLink })).toBeVisible();
  await expect(rows(luis.page).getByRole('link', { name: words.delete, exact: true })).toHaveCount(0);

  await ana.api.giveRole(group, luis.api, 'moderator');
  await openGroup(luis.page, path);
  await row(luis.page, 'traigo café').hover();
  await options(luis.page, 'traigo café').click();
  await ready(luis.page);
  await expect(rows(luis.page).getByRole('link', { name: words.edit, exact: true })).toHaveCount(0);
  await rows(luis.page).getByRole('link', { name: words.delete, exact: true }).click();
  await ready(luis.page);
  await expect(luis.page.getByText(words.deleteTheirs(ana.name))).toBeVisible();
  await button(luis.page, words.confirmDelete).click();
  await expect(message(await seenBy(ana, path), words.deleted)).toBeVisible();
  await expect.poll(() => texts(luis.page)).toEqual(['nos vemos a las seis', 'vale', words.deleted]);
});

test('what a URL opens is open with and without the script, and accessible', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await talk([ana, luis]);
  const [first] = await ana.api.messages(group);
  for (const pane of ['message', 'edit', 'delete']) {
    await openGroup(ana.page, `${path}?${pane}=${first!.seq}`);
    await expect(rows(ana.page).locator('.pane')).toBeVisible();
    await test.step(pane, () => expectAccessible(ana.page));
    await openGroup(luis.page, `${path}?${pane}=${first!.seq}`);
    if (pane === 'message') {
      const links = rows(luis.page).locator('.pane').getByRole('link');
      await expect(links, 'nothing that changes it').toHaveText([words.reply, words.copyLink]);
    } else {
      await expect(rows(luis.page).locator('.pane'), 'not for others').toHaveCount(0);
    }
  }
});

/** Replies, reactions, questions and their answers, pins, mentions: with and without a script. */
import { expect, expectAccessible, gather, message, open, openGroup, rows, scripted, test, words, type Student } from './fixtures.ts';
import type { Locator, Page } from '@playwright/test';

/** The row of a message. */
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text }).last();

/** Opens what can be done with a message. */
async function menu(page: Page, text: string): Promise<Locator> {
  const of = row(page, text);
  await of.hover();
  await of.locator('.message__more').click();
  return row(page, text).locator('.pane--deeds');
}

async function inOneGroup(people: (...names: string[]) => Promise<Student[]>) {
  const [ana, luis] = (await people('Ana', 'Luis')) as [Student, Student];
  const { group, path } = await gather('Física', [ana, luis]);
  return { ana, luis, group, path };
}

test('an answer shows what it answers, as that is now', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  const asked = await luis.api.send(group, '¿Quién trae los **apuntes**?');
  await openGroup(ana.page, path);
  await (await menu(ana.page, 'apuntes')).getByRole('link', { name: words.reply }).click();
  await expect(ana.page.locator('.replying')).toContainText('¿Quién trae los');
  await ana.page.locator('#composer-text').fill('Yo');
  await ana.page.getByRole('button', { name: words.send, exact: true }).click();
  const reply = rows(ana.page).last();
  await expect(reply.locator('.quote')).toContainText('¿Quién trae los apuntes?');
  await expect(ana.page.locator('.replying')).toBeEmpty();
  const stored = (await luis.api.messages(group)).at(-1) as { reply_to?: number };
  expect(stored.reply_to).toBe(asked.seq);

  await luis.api.delete(group, asked);
  if (!scripted()) await openGroup(ana.page, path);
  await expect(reply.locator('.quote')).toContainText(words.deleted);
  await expectAccessible(ana.page);
});

test('a quote leads to its message and back', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  const first = await luis.api.send(group, 'lo primero');
  await luis.api.fill(group, 30);
  await luis.api.say(group, 'la respuesta', { reply_to: first.seq });
  await ana.api.read(group);
  await openGroup(ana.page, path);
  await row(ana.page, 'la respuesta').locator('.quote').click();
  await expect(message(ana.page, 'lo primero').first()).toBeInViewport();
  if (scripted()) await ana.page.locator('.way-back').click();
  else await ana.page.goBack();
  await expect(message(ana.page, 'la respuesta')).toBeInViewport();
});

test('a reaction is one tap, and another takes it back', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  const sent = await luis.api.send(group, 'hola a todos');
  await luis.api.react(group, sent, '🎉');
  await openGroup(ana.page, path);
  const party = row(ana.page, 'hola a todos').locator('.message .reaction', { hasText: '🎉' });
  await expect(party).toHaveAccessibleName(/🎉 1: .*Luis/);
  await expect(party).toHaveAttribute('aria-pressed', 'false');
  await party.click();
  await expect(party).toHaveAttribute('aria-pressed', 'true');
  await expect(party).toContainText('2');
  await party.click();
  await expect(party).toHaveAttribute('aria-pressed', 'false');
  await expect(party).toContainText('1');
  await (await menu(ana.page, 'hola a todos')).getByRole('button', { name: /👍/ }).click();
  await expect(row(ana.page, 'hola a todos').locator('.message .reaction', { hasText: '👍' })).toContainText('1');
  await expectAccessible(ana.page);
});

test('a question has an answer, both lead to each other, and the group lists them', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  await openGroup(luis.page, path);
  await luis.page.locator('#composer-text').fill('¿Cuándo quedamos?');
  await luis.page.getByLabel(words.asQuestion).check();
  await luis.page.getByRole('button', { name: words.send, exact: true }).click();
  await expect(rows(luis.page).last().locator('.mark').first()).toHaveText(words.question);
  await expect(luis.page.getByLabel(words.asQuestion)).not.toBeChecked();
  const asked = (await ana.api.messages(group)).at(-1)!;
  await ana.api.say(group, 'El martes', { reply_to: asked.seq });

  await open(luis.page, `${path}/questions`);
  await expect(luis.page.locator('.listed')).toContainText('¿Cuándo quedamos?');
  await expectAccessible(luis.page);
  await openGroup(luis.page, path);
  await (await menu(luis.page, 'El martes')).getByRole('button', { name: words.markAnswer }).click();
  await expect(row(luis.page, 'El martes').locator('.mark')).toHaveText(words.isAnswer);
  await expect(rows(luis.page).filter({ hasText: words.seeAnswer })).toHaveCount(1);
  await open(luis.page, `${path}/questions`);
  await expect(luis.page.locator('.listed')).toHaveCount(0);
  await luis.page.locator('.tabs a').last().click();
  await expect(luis.page.locator('.listed')).toContainText('¿Cuándo quedamos?');
});

test('moderators pin; the line at the top leads to what is pinned', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  await luis.api.send(group, 'El examen es el 12');
  await openGroup(luis.page, path);
  await expect((await menu(luis.page, 'El examen')).getByRole('button', { name: words.pin })).toHaveCount(0);
  await openGroup(ana.page, path);
  await (await menu(ana.page, 'El examen')).getByRole('button', { name: words.pin, exact: true }).click();
  await expect(row(ana.page, 'El examen').locator('.mark')).toHaveText(words.pinned);
  await expect(ana.page.locator('.pinned')).toContainText('1');
  if (scripted()) await expect(luis.page.locator('.pinned')).toContainText('1');
  await ana.page.locator('.pinned').click();
  await expect(ana.page.locator('.listed')).toContainText('El examen es el 12');
  await expectAccessible(ana.page);
});

test('whoever is mentioned sees it in the conversation and in the list of groups', async ({ people }) => {
  const { ana, luis, group, path } = await inOneGroup(people);
  await luis.api.send(group, `¿vienes, @${ana.name}?`);
  await open(ana.page, '/groups');
  await expect(ana.page.locator('.badge--mention')).toBeVisible();
  await openGroup(ana.page, path);
  await expect(row(ana.page, '¿vienes').locator('.mark')).toHaveText(words.mentionsYou);
  await openGroup(luis.page, path);
  await expect(row(luis.page, '¿vienes').locator('.mark')).toHaveCount(0);
});

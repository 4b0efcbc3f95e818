/** Edits and deletions in a page that is alive: the keyboard, bad lines, refusals. */
import { button, composer, connected, expect, field, gather, openGroup, rows, sendMessage, test, texts, words, type Gathering, type Student } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import type { Locator, Page } from '@playwright/test';

const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text });
const editor = (page: Page): Locator => field(page, words.editor);

async function wrote(ana: Student, ...all: string[]): Promise<Gathering> {
  const gathering = await gather('Física', [ana]);
  for (const text of all) await ana.api.send(gathering.group, text);
  await openGroup(ana.page, gathering.path);
  return gathering;
}

test('the upward arrow in an empty composer edits the last message; Enter saves, Escape leaves it', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group } = await wrote(ana, 'primero', 'segundo');
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await expect(editor(ana.page)).toBeFocused();
  await expect(editor(ana.page)).toHaveValue('segundo');
  await ana.page.keyboard.type(' que se queda');
  await ana.page.keyboard.press('Escape');
  await expect(editor(ana.page)).toHaveCount(0);
  await expect(composer(ana.page)).toBeFocused();
  await expect.poll(() => texts(ana.page)).toEqual(['primero', 'segundo']);

  await ana.page.keyboard.press('ArrowUp');
  await ana.page.keyboard.type(', bien dicho');
  await ana.page.keyboard.press('Enter');
  await expect(composer(ana.page)).toBeFocused();
  await expect.poll(() => texts(ana.page)).toEqual(['primero', 'segundo, bien dicho']);
  await expect.poll(async () => (await ana.api.messages(group)).at(-1)?.content).toBe('segundo, bien dicho');

  await composer(ana.page).fill('no está vacío');
  await ana.page.keyboard.press('ArrowUp');
  await expect(editor(ana.page)).toHaveCount(0);
});

test('the keyboard comes back to the message whose options it opened', async ({ people }) => {
  const [ana] = await people('Ana');
  await wrote(ana, 'hola');
  const options = row(ana.page, 'hola').getByRole('link', { name: words.messageOptions });
  await options.focus();
  await ana.page.keyboard.press('Enter');
  await expect(options).toHaveAttribute('aria-expanded', 'true');
  await ana.page.getByRole('link', { name: words.delete, exact: true }).press('Enter');
  await expect(ana.page.getByRole('link', { name: words.cancel })).toBeFocused();
  await ana.page.keyboard.press('Escape');
  await expect(options).toBeFocused();
  await expect(options).toHaveAttribute('aria-expanded', 'false');
});

test('what one is editing is not disturbed by what the others do', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const first = await ana.api.send(group, 'hola');
  await openGroup(ana.page, path);
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await ana.page.keyboard.type(' a tod');
  await luis.api.send(group, 'hola, Ana');
  await expect(row(ana.page, 'hola, Ana')).toBeVisible();
  // From her other device.
  await ana.api.edit(group, first, 'hola desde el móvil');
  await expect(editor(ana.page)).toHaveValue('hola a tod');
  await expect(editor(ana.page)).toBeFocused();
  await ana.page.keyboard.type('os');
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => texts(ana.page)).toEqual(['hola a todos', 'hola, Ana']);
  await expect.poll(async () => (await luis.api.messages(group))[0]?.content).toBe('hola a todos');
});

test('without a network a change is shown, waits and is made later', async ({ people, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/);
  const [ana] = await people('Ana');
  const { group } = await wrote(ana, 'uno', 'dos');
  await ana.page.context().setOffline(true);
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await editor(ana.page).fill('dos, corregido');
  await ana.page.keyboard.press('Enter');
  await expect(row(ana.page, 'dos, corregido')).toContainText(words.savedLater);
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(['uno', 'dos']);
  await ana.page.context().setOffline(false);
  await expect(row(ana.page, 'dos, corregido')).toContainText(words.edited);
  await expect(row(ana.page, 'dos, corregido')).not.toContainText(words.savedLater);
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(['uno', 'dos, corregido']);
});

test('a change that was not saved when the page was closed is asked about', async ({ people, complaints }) => {
  complaints.allow(/ERR_FAILED/);
  const [ana] = await people('Ana');
  const { group } = await wrote(ana, 'uno');
  await ana.page.route('**/api/fn/edit-message', (route) => route.abort());
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await editor(ana.page).fill('uno, corregido');
  await ana.page.keyboard.press('Enter');
  await expect(row(ana.page, 'uno, corregido')).toContainText(words.savedLater);
  await ana.page.reload();
  await connected(ana.page);
  await expect(row(ana.page, 'uno, corregido')).toContainText(words.unsure);
  await ana.page.unroute('**/api/fn/edit-message');
  await button(ana.page, words.retry).click();
  await expect(row(ana.page, 'uno, corregido')).toContainText(words.edited);
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(['uno, corregido']);
  await ana.page.reload();
  await connected(ana.page);
  await expect(rows(ana.page).getByRole('button')).toHaveCount(0);
});

test('what stands in the editor outlives a reload', async ({ people }) => {
  const [ana] = await people('Ana');
  await wrote(ana, 'uno', 'dos');
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await ana.page.keyboard.type(', y a medio ed');
  await ana.page.reload();
  await connected(ana.page);
  await expect(editor(ana.page)).toHaveValue('dos, y a medio ed');
  await editor(ana.page).press('Escape');
  await ana.page.reload();
  await connected(ana.page);
  await expect(editor(ana.page)).toHaveCount(0);
  await expect(rows(ana.page).last()).toContainText('dos');
});

test('a change that is refused says why and can be given up', async ({ people, complaints }) => {
  complaints.allow(/status of 409/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await sendMessage(ana.page, 'efímero');
  await expect(rows(ana.page)).toHaveAttribute('data-state', 'sent');
  line.lose('message_deleted');
  const [first] = await ana.api.messages(group);
  await ana.api.delete(group, first!);
  await composer(ana.page).focus();
  await ana.page.keyboard.press('ArrowUp');
  await editor(ana.page).fill('demasiado tarde');
  await ana.page.keyboard.press('Enter');
  await expect(rows(ana.page).getByText(words.notSaved)).toBeVisible();
  await button(ana.page, words.discard).click();
  await expect.poll(() => texts(ana.page)).toEqual(['efímero']);
  line.deliver();
  await line.cut();
  line.mend();
  await expect.poll(() => texts(ana.page)).toEqual([words.deleted]);
});

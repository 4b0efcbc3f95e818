/** The keys of the composer, and what it keeps. */
import { composer, expect, gather, notice, openGroup, rows, test, texts, words, type Student } from './fixtures.ts';

async function atTheComposer(ana: Student): Promise<void> {
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await composer(ana.page).focus();
}

test('Enter sends and the focus stays for the next message', async ({ people }) => {
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  await ana.page.keyboard.type('hola');
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => texts(ana.page)).toEqual(['hola']);
  await expect(composer(ana.page)).toHaveValue('');
  await expect(composer(ana.page)).toBeFocused();
});

test('Shift+Enter breaks the line', async ({ people }) => {
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  await ana.page.keyboard.type('uno');
  await ana.page.keyboard.press('Shift+Enter');
  await ana.page.keyboard.type('dos');
  await expect(composer(ana.page)).toHaveValue('uno\ndos');
  await expect(rows(ana.page)).toHaveCount(0);
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => texts(ana.page)).toEqual(['uno\ndos']);
});

test('the Enter that ends a composition of an input method does not send', async ({ people }) => {
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  await composer(ana.page).fill('日本');
  for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
    await composer(ana.page).dispatchEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how });
  }
  await expect(composer(ana.page)).toHaveValue('日本');
  await expect(rows(ana.page)).toHaveCount(0);
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => texts(ana.page)).toEqual(['日本']);
});

test('what was not sent is still there after a reload', async ({ people }) => {
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  await ana.page.keyboard.type('a medio escr');
  await ana.page.reload();
  await expect(composer(ana.page)).toHaveValue('a medio escr');
});

test('more than 10 000 characters are refused without losing them', async ({ people }) => {
  const [ana] = await people('Ana');
  await atTheComposer(ana);
  const long = 'ñ'.repeat(10_001);
  await composer(ana.page).fill(long);
  await ana.page.keyboard.press('Enter');
  await expect(notice(ana.page)).toHaveText(words.tooLong);
  await expect(composer(ana.page)).toHaveValue(long);
  await ana.page.keyboard.press('Backspace');
  await ana.page.keyboard.press('Enter');
  await expect(rows(ana.page)).toHaveCount(1);
});

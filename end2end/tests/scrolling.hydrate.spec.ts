/** The reader's place in the log. */
import { expect, gather, jump, message, openGroup, rows, sendMessage, test, texts, words, type Gathering, type Student } from './fixtures.ts';
import { distanceToEnd, place, scrollBy } from './fixtures/reader.ts';

async function longConversation(ana: Student, luis: Student, count: number): Promise<Gathering> {
  const gathering = await gather('Física', [ana, luis]);
  await luis.api.fill(gathering.group, count);
  await ana.api.read(gathering.group);
  await openGroup(ana.page, gathering.path);
  await expect(message(ana.page, `mensaje ${count}`)).toBeInViewport();
  return gathering;
}

test('whoever is at the end is taken along by new messages', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group } = await longConversation(ana, luis, 30);
  await expect.poll(() => distanceToEnd(ana.page)).toBe(0);
  for (const text of ['uno', 'dos\n'.repeat(8), 'tres']) await luis.api.send(group, text);
  await expect(message(ana.page, 'tres')).toBeInViewport();
  await expect.poll(() => distanceToEnd(ana.page)).toBe(0);
});

test('whoever reads further up stays there and is told what came', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group } = await longConversation(ana, luis, 50);
  await scrollBy(ana.page, -600);
  const reading = message(ana.page, 'mensaje 35');
  const before = await place(reading);

  await luis.api.send(group, 'algo nuevo');
  await expect(jump(ana.page, 1)).toBeVisible();
  await luis.api.send(group, 'y más');
  await expect(jump(ana.page, 2)).toBeVisible();
  expect(Math.abs((await place(reading)) - before)).toBeLessThan(2);

  await jump(ana.page, 2).click();
  await expect(message(ana.page, 'y más')).toBeInViewport();
  await expect(jump(ana.page, 2)).toHaveCount(0);
});

test('one’s own message leads back to the end', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  await longConversation(ana, luis, 50);
  await scrollBy(ana.page, -900);
  await sendMessage(ana.page, 'respondo');
  await expect(message(ana.page, 'respondo')).toBeInViewport();
  await expect.poll(() => distanceToEnd(ana.page)).toBe(0);
});

test('older messages come by themselves and the reader keeps her place', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  await longConversation(ana, luis, 130);
  await expect(rows(ana.page)).toHaveCount(50);
  const reading = message(ana.page, 'mensaje 81');

  await scrollBy(ana.page, -100_000);
  const before = await place(reading);
  await expect(message(ana.page, 'mensaje 31')).toBeAttached();
  expect(Math.abs((await place(reading)) - before)).toBeLessThan(2);

  await scrollBy(ana.page, -100_000);
  await expect(message(ana.page, 'mensaje 1')).toBeAttached();
  await expect(ana.page.getByText(words.beginning('Física'))).toBeAttached();
  await expect.poll(() => texts(ana.page)).toEqual(Array.from({ length: 130 }, (_, at) => `mensaje ${at + 1}`));
});

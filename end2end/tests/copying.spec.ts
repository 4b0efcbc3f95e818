/** What is copied out of a conversation reads like one. */
import { expect, gather, log, openGroup, test } from './fixtures.ts';

test('several messages are copied with who wrote them and when, a line each', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.send(group, 'uno\ndos');
  const changed = await luis.api.send(group, 'seguido');
  await luis.api.edit(group, changed, 'y seguido');
  await ana.api.send(group, 'mío');
  await openGroup(ana.page, path);
  const copied = await log(ana.page).evaluate((log) => {
    const range = document.createRange();
    range.selectNodeContents(log.querySelector('.log__rows')!);
    const selection = getSelection()!;
    selection.removeAllRanges();
    selection.addRange(range);
    // The clipboard has common spaces in the place of those that do not break.
    return selection.toString().replaceAll('\u00a0', ' ');
  });
  const time = String.raw`\d\d:\d\d(?: UTC)?`;
  const [his, mine] = [luis.name, ana.name];
  expect(copied).toMatch(new RegExp(`${his}, ${time}\nuno\ndos\n\n${his}, ${time} editado\ny seguido\n\n${mine}, ${time}\nmío`));
});

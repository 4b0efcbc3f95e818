/** Times are the server's UTC in the HTML and the reader's own once the page lives; a mismatch would be a console error. */
import { expect, gather, open, openGroup, rows, test, words } from './fixtures.ts';

for (const timezoneId of ['Asia/Kolkata', 'America/Los_Angeles']) {
  test.describe(`in ${timezoneId}`, () => {
    test.use({ timezoneId });

    test('a message shows the time of the reader’s clock', async ({ people }) => {
      const [ana] = await people('Ana');
      const { group, path } = await gather('Física', [ana]);
      await ana.api.send(group, 'a esta hora');

      const html = await (await ana.page.request.get(path)).text();
      const stored = /<time datetime="([^"]+)"[^>]*class="message__clock"[^>]*>(\d\d:\d\d)/.exec(html)!;
      expect(stored[2], 'without a script').toBe(stored[1]!.slice(11, 16));

      await openGroup(ana.page, path);
      const clock = new Intl.DateTimeFormat('es-ES', { hour: '2-digit', minute: '2-digit', timeZone: timezoneId });
      const time = rows(ana.page).locator('time.message__clock');
      await expect(time).toHaveText(clock.format(new Date(stored[1]!)));
      await expect(time).toHaveAttribute('datetime', stored[1]!);
      await expect(rows(ana.page).locator('.row__day')).toHaveText(words.today);
    });
  });
}

test('what was today is yesterday after midnight, in the list and in the conversation', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.send(group, 'a esta hora');
  const now = new Date();
  await ana.page.clock.install({ time: now });
  await open(ana.page, '/groups');
  const moment = ana.page.locator('.group-row .moment');
  await expect(moment).toHaveText(/^\d\d:\d\d$/);
  await ana.page.clock.fastForward('24:00:00');
  await expect(moment).toHaveText(/^\d{1,2} \p{L}+$/u);

  await ana.page.clock.setSystemTime(now);
  await openGroup(ana.page, path);
  const day = rows(ana.page).locator('.row__day');
  await expect(day).toHaveText(words.today);
  await ana.page.clock.fastForward('24:00:00');
  await expect(day).toHaveText('Ayer');
});

/** Times are the server's UTC in the HTML and the reader's own once the page lives; a mismatch would be a console error. */
import { expect, gather, openGroup, rows, test, words } from './fixtures.ts';

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

/** Without a script times are the server's, and say so. */
import { expect, gather, openGroup, open, test } from './fixtures.ts';

test('every time without a script says that it is UTC', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.send(group, 'a esta hora');
  for (const go of [() => openGroup(ana.page, path), () => open(ana.page, '/groups')]) {
    await go();
    const times = await ana.page.locator('time').allTextContents();
    expect(times.length).toBeGreaterThan(0);
    for (const time of times) expect(time).toMatch(/ UTC$/);
  }
});

/** What the pages' HTML and headers promise. */
import { expect, fillSignIn, gather, open, test } from './fixtures.ts';

test('every page has a policy with a nonce of its own and nothing inline', async ({ people, visitor, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.send(group, 'hola');
  const guest = await visitor();
  const pages = [
    ...['/', '/sign-up', '/sign-in', `/join/${group.invite_code}`, '/no-existe'].map((path) => ({ page: guest, path })),
    ...['/groups', path, `${path}/members`].map((path) => ({ page: ana.page, path })),
  ];
  const nonces = new Set<string>();
  for (const { page, path } of pages) {
    const answer = await page.request.get(path);
    const policy = answer.headers()['content-security-policy'] ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(nonce, `${path}: ${policy}`).toBeTruthy();
    expect(policy, path).not.toMatch(/unsafe-inline|'unsafe-eval'/);
    nonces.add(nonce!);

    const html = await answer.text();
    expect(html, path).not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)=/i);
    expect(html, path).not.toMatch(/<style/i);
    for (const [script] of html.matchAll(/<script\b[^>]*>/g)) expect(script, path).toContain(nonce!);
  }
  expect(nonces.size, 'a nonce is used once').toBe(pages.length);
});

test('the session’s cookie is out of reach for scripts and other sites', async ({ page, people }) => {
  const [ana] = await people('Ana');
  await open(page, '/sign-in');
  await fillSignIn(page, ana.person);
  await page.waitForURL(/\/groups$/);
  const cookies = await page.context().cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
});

test('a form that another site posts changes nothing', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group } = await gather('Física', [ana]);
  const form = { group_id: group.id, content: 'desde otro sitio' };
  const headers = { origin: 'https://example.org', accept: 'text/html' };
  const answer = await ana.page.request.post(`/as/${ana.api.userId}/api/fn/send-message`, { form, headers, maxRedirects: 0 });
  expect(answer.status()).toBe(403);
  expect(await ana.api.messages(group)).toEqual([]);
});

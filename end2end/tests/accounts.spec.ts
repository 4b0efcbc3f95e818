import { button, expect, field, fillSignIn, fillSignUp, heading, newPerson, notice, open, ready, scripted, signIn, signUp, test, words } from './fixtures.ts';

const SESSION = 'tertulia_session';

test('somebody creates an account, signs out and signs in again', async ({ page }) => {
  const ana = await signUp(page, 'Ana');
  await expect(heading(page, words.myGroups)).toBeVisible();
  await expect(page.getByText('Ana de Prueba')).toBeVisible();

  await button(page, words.signOut).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(page.getByRole('main').getByRole('link', { name: words.signIn })).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies.map((cookie) => cookie.name)).not.toContain(SESSION);

  await signIn(page, ana);
  await expect(heading(page, words.myGroups)).toBeVisible();
});

test('the session that was signed out opens nothing any more', async ({ page }) => {
  await signUp(page, 'Ana');
  const cookies = await page.context().cookies();
  await button(page, words.signOut).click();
  await page.waitForURL((url) => url.pathname === '/');

  await page.context().addCookies(cookies);
  await page.goto('/groups');
  await page.waitForURL(/\/sign-in/);
});

test('a wrong password is answered by one sentence and keeps nobody signed in', async ({ page, people, complaints }) => {
  complaints.allow(/status of 401/);
  const [ana] = await people('Ana');
  await open(page, '/sign-in');
  await fillSignIn(page, { email: ana.person.email, password: 'otra cosa distinta' });

  await expect(notice(page)).toHaveCount(1);
  await expect(notice(page)).toHaveText(words.wrongPair);
  await expect(field(page, words.email)).toHaveValue(ana.person.email);
  if (!scripted()) await expect(field(page, words.password)).toHaveValue('');
  expect(page.url()).not.toContain(ana.person.email);
  expect((await page.context().cookies()).map((cookie) => cookie.name)).not.toContain(SESSION);

  await fillSignIn(page, ana.person);
  await page.waitForURL(/\/groups$/);
});

test('an unknown address is answered like a wrong password', async ({ page, complaints }) => {
  complaints.allow(/status of 401/);
  await open(page, '/sign-in');
  await fillSignIn(page, newPerson('Nadie'));
  await expect(notice(page)).toHaveText(words.wrongPair);
});

test('an address that has an account is refused and everything typed is kept', async ({ page, people, complaints }) => {
  complaints.allow(/status of 409/);
  const [ana] = await people('Ana');
  await open(page, '/sign-up');
  await fillSignUp(page, { ...ana.person, name: 'Otra' });

  await expect(notice(page)).toHaveText(words.emailTaken);
  await expect(field(page, words.firstName)).toHaveValue('Otra');
  await expect(field(page, words.email)).toHaveValue(ana.person.email);
});

test('a browser that keeps no cookies is told so once', async ({ page, people }) => {
  const [ana] = await people('Ana');
  // As if it refused them: the answer arrives without.
  await page.route('**/api/fn/sign-in', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    const { 'set-cookie': _, ...headers } = answer.headers();
    await route.fulfill({ status: answer.status(), headers });
  });
  await open(page, '/sign-in?next=/groups');
  await fillSignIn(page, ana.person);
  await expect(notice(page)).toHaveText(words.cookieRefused);
  if (!scripted()) return;
  await expect(page).toHaveURL(/\/sign-in\?next=\/groups$/);
  await page.reload();
  await expect(notice(page)).toHaveCount(0);
});

test('a page that needs an account leads to the sign-in and back', async ({ page, people }) => {
  const [ana] = await people('Ana');
  const group = await ana.api.createGroup('Química');
  await page.goto(`/groups/${group.id}/members`);
  await page.waitForURL(/\/sign-in\?next=/);
  await ready(page);

  await fillSignIn(page, ana.person);
  await page.waitForURL(`/groups/${group.id}/members`);
  await expect(heading(page, 'Química')).toBeVisible();
});

test('the way back never leads to another site', async ({ page, people }) => {
  const [ana] = await people('Ana');
  await open(page, '/sign-in?next=//example.org/');
  await fillSignIn(page, ana.person);
  await page.waitForURL(/\/groups$/);
});

test('whoever is signed in already is not asked again', async ({ people }) => {
  const [{ page }] = await people('Ana');
  await page.goto('/sign-in');
  await page.waitForURL(/\/groups$/);
});

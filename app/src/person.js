// A page is made for one person, or for nobody (`<html data-person>`). It goes when she signs out, here or in another tab, and
// what she wrote goes with it, after a question where that was not sent. app/src/local_store.rs says what is kept; each key names
// its person.
(() => {
  const html = document.documentElement;
  const { person } = html.dataset;
  const owner = (key) => (key.startsWith('tertulia:') ? key.split(':')[2] : undefined);
  const hereOf = (someone) => `tertulia:here:${someone}`;
  const storages = ['localStorage', 'sessionStorage'].map((name) => {
    try {
      window[name].length;
      return window[name];
    } catch {
      // Forbidden: then nothing was kept either.
      return {};
    }
  });
  const [ofAllTabs, ofThisTab] = storages;
  const forget = (storage, whose) => {
    for (const key of Object.keys(storage)) if (whose(owner(key))) storage.removeItem(key);
  };
  const forgetHer = () => storages.forEach((storage) => forget(storage, (someone) => someone === person));

  // While this key is there, what a tab alone keeps is hers. A tab that slept while she signed out finds it gone.
  try {
    if (person) ofAllTabs.setItem?.(hereOf(person), '1');
  } catch {
    // Full.
  }
  forget(ofThisTab, (someone) => someone && someone !== person && !(hereOf(someone) in ofAllTabs));
  if (!person) return;

  const unsent = () => {
    const keys = storages.flatMap((storage) => Object.keys(storage).filter((key) => owner(key) === person));
    return new Set(keys).size - (hereOf(person) in ofAllTabs ? 1 : 0);
  };
  const go = () => {
    forgetHer();
    // What the page still does until then is not kept.
    addEventListener('pagehide', forgetHer);
    location.replace('/');
  };
  const leave = async (form) => {
    try {
      const answer = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams() });
      if (answer.ok) return go();
    } catch {
      // No network.
    }
    // Nothing is forgotten yet; the browser, or the page that the server answers with, says why.
    form.submit();
  };
  const ask = (form, count) => {
    const dialog = form.querySelector('dialog');
    const sentence = dialog.querySelector('p');
    sentence.textContent = count === 1 ? sentence.dataset.one : sentence.dataset.many.replace('#', count);
    dialog.showModal();
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-leave]')) return;
    event.preventDefault();
    const count = unsent();
    if (count > 0 && event.submitter?.name !== 'forget') ask(form, count);
    else leave(form);
  });
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element) target.closest('[data-stay]')?.closest('dialog').close();
  });
  addEventListener('storage', ({ key, newValue }) => {
    if (key === hereOf(person) && newValue === null) go();
  });

  // Out of the browser's cache it may come back when somebody else sits there: it shows nothing until it is loaded anew.
  addEventListener('pagehide', ({ persisted }) => (html.hidden = persisted));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
})();

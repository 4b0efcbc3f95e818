// Between the first paint and the moment when the page is alive: what is typed is kept, and what is sent goes into the same
// queue as later (app/src/local_store.rs, tertulia::outbox::Entry), and from there to the server. Without any script the
// composer is a plain form; with this one it is never posted, so that a line that breaks here loses nothing either. What waits is
// the client's to decide (tertulia::client): here a message goes out only where nothing older waits, one after the other, and
// the first that does not arrive, and all behind it, are left on the shelf for the client.
(() => {
  const composerOf = (element) => {
    const form = element instanceof Element ? element.closest('form[data-shelf]') : null;
    return form && !('alive' in form.dataset) ? form : null;
  };
  const keep = (storage, key, text) => (text ? storage.setItem(key, text) : storage.removeItem(key));
  const keepDraft = (form, text) => {
    try {
      keep(sessionStorage, form.dataset.draft, text);
      keep(localStorage, form.dataset.draft, text);
    } catch {
      // The text is in the field all the same.
    }
  };

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  const held = [];
  let delivering = false;
  const deliver = async (form) => {
    const ours = (key) => held.some((entry) => form.dataset.shelf + entry.client_id === key);
    const older = Object.keys(localStorage).some((key) => key.startsWith(form.dataset.shelf) && !ours(key));
    if (delivering || older) return;
    delivering = true;
    try {
      for (const entry of held) {
        if ('alive' in form.dataset) return;
        if (entry.stored) continue;
        // `written_at_ms` is the shelf's own.
        const { written_at_ms, ...message } = entry;
        const body = new URLSearchParams({ group_id: form.elements.group_id.value, ...message });
        const answer = await fetch(form.dataset.send, { method: 'POST', body });
        if (!answer.ok) return;
        entry.stored = true;
        localStorage.removeItem(form.dataset.shelf + message.client_id);
      }
    } catch {
      // No network: the page tries again.
    } finally {
      delivering = false;
    }
  };

  // Says whether it could be held.
  const hold = (form) => {
    const field = form.elements.content;
    if (!field.value.trim()) return true;
    const last = held.at(-1)?.written_at_ms ?? 0;
    const entry = { client_id: newId(), content: field.value, written_at_ms: Math.max(Date.now(), last + 1) };
    const { reply_to, question } = form.elements;
    if (reply_to?.value) entry.reply_to = Number(reply_to.value);
    if (question?.checked) entry.question = true;
    try {
      localStorage.setItem(form.dataset.shelf + entry.client_id, JSON.stringify(entry));
    } catch {
      return false;
    }
    held.push(entry);
    field.value = '';
    if (question) question.checked = false;
    form.querySelector('.replying')?.replaceChildren();
    keepDraft(form, '');
    form.dataset.held = held.length;
    deliver(form);
    return true;
  };

  document.addEventListener('DOMContentLoaded', () => {
    const form = document.querySelector('form[data-shelf]');
    if (!form || !composerOf(form) || form.elements.content.value) return;
    try {
      const { draft } = form.dataset;
      form.elements.content.value = sessionStorage.getItem(draft) || localStorage.getItem(draft) || '';
    } catch {
      // Nothing was kept where nothing can be.
    }
  });
  document.addEventListener('input', ({ target }) => {
    const form = composerOf(target);
    if (form && target === form.elements.content) keepDraft(form, target.value);
  });
  document.addEventListener('submit', (event) => {
    const form = composerOf(event.target);
    if (form && hold(form)) event.preventDefault();
  });
  // Enter sends, as in app/src/conversation/composer_keys.rs.
  document.addEventListener('keydown', (event) => {
    const form = composerOf(event.target);
    const composing = event.isComposing || event.keyCode === 229;
    if (!form || event.key !== 'Enter' || composing || event.shiftKey || event.altKey) return;
    const commanded = event.ctrlKey || event.metaKey;
    if (!commanded && matchMedia('(pointer: coarse)').matches) return;
    if (event.target === form.elements.content && hold(form)) event.preventDefault();
  });
})();

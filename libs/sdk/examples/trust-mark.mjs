// What is known of somebody's identity, as a mark beside their name, wherever that stands.
import { TRUST } from './marks.mjs';
import { make } from './page.mjs';

export function trustMark(chat, userId) {
  const state = chat.trust.stateOf(userId);
  const mark = make('span', { className: 'mark', textContent: TRUST[state] });
  Object.assign(mark.dataset, { state, user: userId });
  return mark;
}

/** Brings the marks up to date whenever what is known changes. */
export function followTrust(chat) {
  chat.on('trust', ({ userId }) => {
    for (const mark of document.querySelectorAll(`.mark[data-user="${CSS.escape(userId)}"]`))
      mark.replaceWith(trustMark(chat, userId));
  });
}
